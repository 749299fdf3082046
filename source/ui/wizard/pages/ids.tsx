import {Box, Text} from 'ink';
import {useEffect, useState} from 'react';
import {count} from '../../../core/view/words.ts';
import {fold} from '../../components/fold.ts';
import {NoteLines} from '../../components/note-lines.tsx';
import {Page, pageLayout} from '../../components/page.tsx';
import {Table} from '../../components/table.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {idOf, idRows} from '../id-rows.ts';
import {oneSpace} from '../page-help.ts';
import type {PageProps} from '../page-props.ts';
import {clusterName, shownIds, unread} from '../shown-ids.ts';
import type {GiveIds} from '../wizard-functions.ts';
import {usualPath} from '../wizard-state.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

/** How ids are given, once what this machine remembers of the cluster was read; or why that can't be read. */
function useGiver({functions, state}: PageProps): {readonly give?: GiveIds; readonly problem?: string} {
	const [giver, set] = useState<{readonly give?: GiveIds; readonly problem?: string}>({});
	const [name, path] = [clusterName(state.answers), usualPath(state)];
	useEffect(() => {
		let live = true;
		functions.ids(name, path).then(
			give => live && set({give}),
			(error: Error & {hint?: string}) => live && set({problem: [error.message, error.hint ?? ''].join('\n').trim()}),
		);
		return () => {
			live = false;
		};
	}, [functions, name, path]);
	return giver;
}

/** One row a host: its ids, and where it is reached. */
export function IdsPage(props: PageProps) {
	const {size, dispatch} = props;
	const {give, problem} = useGiver(props);
	if (give !== undefined) return <IdTable {...props} give={give} />;
	return (
		<Page size={size} title={props.title} progress={props.progress} hints={[['Esc', 'back']]}>
			<Waiting text={problem === undefined ? '…' : `✖ ${problem}`} onBack={() => dispatch({type: 'back'})} />
		</Page>
	);
}

function Waiting({text, onBack}: {readonly text: string; readonly onBack: () => void}) {
	useKeys(press => press.name === 'escape' && onBack(), {letters: true});
	return <Text>{text}</Text>;
}

function IdTable(props: PageProps & {readonly give: GiveIds}) {
	const {state, reading, dispatch, size, probes, give} = props;
	const {width, body} = pageLayout(size);
	const [row, setRow] = useState(0);
	const [column, setColumn] = useState(0);
	const help = useHelp();
	const {roles, numbered} = reading;
	const ids = shownIds(state.answers, reading, probes, give);
	const {problemOf, blocked, others} = ids;
	const hosts = reading.hosts.filter(host => numbered.some(({id}) => roles[id].includes(host.name)));
	const at = Math.min(row, hosts.length - 1);
	const host = hosts[at];
	const columns = numbered.map(({id}) => id).filter(of => idOf(ids, of, host?.name) !== undefined);
	const role = columns[Math.min(column, columns.length - 1)];
	const cell = role === undefined ? undefined : idOf(ids, role, host?.name);

	const type = (text: string) => {
		if (role !== undefined && host !== undefined) dispatch({type: 'id', role, host: host.name, text});
	};
	const onPress = (press: Press) => {
		const own = cell?.from === 'file' ? cell.text : '';
		if (press.name === 'text' && /^\d$/.test(press.text)) return type((own + press.text).slice(0, 5));
		const key = press.name === 'text' ? press.text : press.name;
		const next = rowAfter(key === 'tab' ? 'down' : key, at, hosts.length);
		if (next !== undefined) return setRow(next);
		switch (key) {
			case 'backspace':
				return type(own.slice(0, -1));
			case 'ctrl+u':
				return type('');
			case 'left':
			case 'h':
				return setColumn(Math.max(0, Math.min(column, columns.length - 1) - 1));
			case 'right':
			case 'l':
				return setColumn(Math.min(columns.length - 1, column + 1));
			case 'enter':
				return blocked === undefined ? dispatch({type: 'next'}) : undefined;
			case 'escape':
				return dispatch({type: 'back'});
			case '?':
				return help.show();
		}
	};
	useKeys(onPress, {isActive: !help.open, letters: true});

	const {head, rows} = idRows(hosts, numbered, ids, {role, host: host?.name}, reading.cluster?.kafka.port ?? 9092, width);
	const here = host === undefined || role === undefined ? undefined : problemOf(role, host.name);
	const said = here ?? blocked ?? others[0];
	const waiting = unread(
		hosts.map(({name}) => name),
		probes,
	).length;
	const usual =
		waiting > 0
			? `The ids on the disks of ${count(waiting, 'host')} are still being read.`
			: ['Type a number to change an id. Hosts with data keep theirs.', ...oneSpace(numbered)].join('\n');
	const note = said === undefined ? usual : `✖ ${said}`;
	return (
		<PageWithHelp
			{...props}
			help={help}
			hints={[
				['Enter', 'continue'],
				['Esc', 'back'],
				['0–9', 'change'],
				['Backspace', 'by order'],
				['←↑↓→', 'move'],
				['?', 'help'],
			]}
		>
			<Box flexDirection="column" height={body}>
				<Table head={head} rows={rows} selected={at} width={width} height={Math.max(2, body - 2)} />
				<Box flexGrow={1} />
				<NoteLines lines={fold(note, width - 1).slice(0, 2)} tone={said === undefined ? 'dim' : 'bad'} />
			</Box>
		</PageWithHelp>
	);
}
