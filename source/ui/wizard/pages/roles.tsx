import {Box, Text} from 'ink';
import {useState} from 'react';
import type {KnownRole} from '../../../cluster/roles.ts';
import {clip, fold, pad, windowStart} from '../../components/fold.ts';
import {pageLayout} from '../../components/page.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import type {PageProps} from '../page-props.ts';
import {explainRoles, presetsFor, sameRoles} from '../role-presets.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

/** Hosts in rows, roles in columns, Space switches. */
export function RolesPage(props: PageProps) {
	const {reading, dispatch, size} = props;
	const {width, body} = pageLayout(size);
	const [row, setRow] = useState(0);
	const [column, setColumn] = useState(0);
	const help = useHelp();
	const names = reading.hosts.map(host => host.name);
	const {roles, offered} = reading;
	const presets = presetsFor(names, offered);
	const preset = presets.findIndex(one => sameRoles(one.roles, roles));
	const problem = reading.problems.get('roles');
	const at = Math.min(row, names.length - 1);
	const onPress = (press: Press) => {
		const key = press.name === 'text' ? press.text : press.name;
		const next = rowAfter(key, at, names.length);
		if (next !== undefined) return setRow(next);
		switch (key) {
			case 'left':
			case 'h':
				return setColumn(Math.max(0, column - 1));
			case 'right':
			case 'l':
				return setColumn(Math.min(offered.length - 1, column + 1));
			case ' ':
				return names[at] === undefined ? undefined : dispatch({type: 'toggle-role', role: offered[column]!.id, host: names[at]});
			case 'p':
				return dispatch({type: 'roles', roles: presets[(preset + 1) % presets.length]!.roles});
			case 'enter':
				return problem === undefined ? dispatch({type: 'next'}) : undefined;
			case 'escape':
				return dispatch({type: 'back'});
			case '?':
				return help.show();
		}
	};
	useKeys(onPress, {isActive: !help.open, letters: true});
	const titleOf = (role: KnownRole) => role[width >= 60 ? 'title' : 'short'];
	const widths = offered.map(role => titleOf(role).length + 2);
	const first = Math.min(Math.max(4, ...names.map(name => name.length)), width - widths.reduce((sum, one) => sum + one, 4));
	const said = [
		...(problem === undefined ? [] : [{text: `✖ ${problem.message}`, doubtful: true}]),
		...explainRoles(reading).map(line => ({...line, text: `${line.doubtful ? '! ' : '  '}${line.text}`})),
	];
	const words = said.flatMap(({text, doubtful}) => fold(text, width - 1).map(line => ({line, doubtful})));
	const notes = words.slice(0, body > 10 ? 5 : 2);
	const room = Math.max(1, body - notes.length - 2);
	const start = windowStart(at, names.length, room);
	return (
		<PageWithHelp
			{...props}
			help={help}
			hints={[
				['Enter', 'continue'],
				['Esc', 'back'],
				['Space', 'switch'],
				['p', `preset${preset < 0 ? '' : `: ${presets[preset]!.title}`}`],
				['←↑↓→', 'move'],
				['?', 'help'],
			]}
		>
			<Box flexDirection="column" height={body}>
				<Text dimColor wrap="truncate">
					{`  ${pad('', first)}  ${offered.map((role, index) => pad(titleOf(role), widths[index]!)).join('')}`}
				</Text>
				{names.slice(start, start + room).map((name, index) => (
					<Text key={name} wrap="truncate">
						<Text color="cyan">{start + index === at ? '❯ ' : '  '}</Text>
						{`${pad(clip(name, first), first)}  `}
						{offered.map(({id: role}, place) => {
							const here = start + index === at && place === column;
							const mark = roles[role].includes(name) ? '■' : '·';
							return (
								<Text key={role} color={here ? 'cyan' : undefined} bold={here}>
									{pad(here ? `[${mark}]` : ` ${mark}`, widths[place]!)}
								</Text>
							);
						})}
					</Text>
				))}
				<Box flexGrow={1} />
				{notes.map(({line, doubtful}) => (
					<Text key={line} color={doubtful ? 'yellow' : undefined} dimColor={!doubtful} wrap="truncate">
						{line}
					</Text>
				))}
			</Box>
		</PageWithHelp>
	);
}
