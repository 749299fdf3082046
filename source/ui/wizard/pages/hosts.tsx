import {Box, Text} from 'ink';
import {useMemo, useState} from 'react';
import {count} from '../../../core/view/words.ts';
import {clip} from '../../components/fold.ts';
import {HostListInput} from '../../components/host-list-input.tsx';
import {pageLayout} from '../../components/page.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';
import type {Reading} from '../answers/reading.ts';
import {type HostList, pathInBox} from '../hosts/host-list.ts';
import {cleanPath} from '../local-path.ts';
import type {PageProps} from '../page-props.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

const examples = [
	'kafka-01, kafka-02, kafka-03',
	'admin@kafka-04.example.org:2222',
	'kafka-[05:09].example.org',
	'~/ansible/hosts.yml',
];

/** What the box holds, in one line; a group whose hosts get another role in this version is named with that. */
export function listSummary(
	{hosts, problems, roles, leftOut}: HostList,
	{offered, keeper}: Pick<Reading, 'offered' | 'keeper'>,
): string {
	const other = roles[keeper] === undefined ? `as ${keeper}` : 'left out';
	const found = Object.entries(roles).map(
		([role, members]) => `${role} ${members.length}${offered.some(({id}) => id === role) ? '' : ` (${other})`}`,
	);
	return [
		count(hosts.length, 'host'),
		...(problems.length === 0 ? [] : [count(problems.length, 'problem')]),
		...(found.length === 0 ? [] : [`roles of the inventory: ${found.join(', ')}`]),
		...(leftOut.length === 0 ? [] : [`ignored (no role): ${leftOut.join(', ')}`]),
	].join(' · ');
}

export function HostsPage(props: PageProps) {
	const {state, reading, dispatch, size, functions} = props;
	const {answers} = state;
	const {width, body} = pageLayout(size);
	const [naming, setNaming] = useState(false);
	const [notice, setNotice] = useState('');
	const help = useHelp();
	const {list} = reading;
	const path = pathInBox(answers.hosts);
	const problems = useMemo(
		() => new Map(path === undefined ? [...list.problems].reverse().map(({line, message}) => [line, message] as const) : []),
		[list, path],
	);
	const nameProblem = reading.problems.get('name');

	const readInventory = async (file: string) => {
		setNotice('reading …');
		try {
			dispatch({type: 'hosts', text: await functions.readText(cleanPath(file))});
			setNotice('');
		} catch (error) {
			setNotice(`✖ ${error instanceof Error ? error.message : String(error)}`);
		}
	};
	const onward = () => {
		if (path !== undefined) void readInventory(path);
		else if (list.hosts.length === 0) setNotice('✖ name at least one host');
		else if (list.problems.length > 0) setNotice('✖ fix or remove the marked lines');
		else if (!naming) setNaming(true);
		else if (nameProblem === undefined) dispatch({type: 'next'});
	};
	const onKey = (press: Press) => {
		if (press.name === 'escape' && naming) setNaming(false);
		else if (press.name === 'escape') dispatch({type: 'back'});
		else if (press.name === 'text' || press.name === 'ctrl+o') help.show();
		else if (press.name === 'tab' || press.name === 'ctrl+d' || (naming && press.name === 'enter')) onward();
		else if (naming && (press.name === 'up' || press.name === 'back-tab')) setNaming(false);
	};
	const summary = path === undefined ? listSummary(list, reading) : 'Tab reads this file as an inventory';
	const said = naming && nameProblem !== undefined ? `✖ ${nameProblem.message}` : notice;
	return (
		<PageWithHelp
			{...props}
			help={help}
			hints={
				naming
					? [
							['Enter', 'continue'],
							['Esc', 'back to the hosts'],
							['^O', 'help'],
						]
					: [
							['Tab', 'continue'],
							['Enter', 'new line'],
							['Esc', 'back'],
							[answers.hosts === '' ? '?' : '^O', 'help'],
						]
			}
		>
			<Box flexDirection="column" height={body}>
				<HostListInput
					value={answers.hosts}
					onChange={text => {
						setNotice('');
						dispatch({type: 'hosts', text});
					}}
					onKey={onKey}
					problems={problems}
					isActive={!naming}
					width={width}
					height={Math.max(1, body - 3)}
					placeholder={examples}
				/>
				<Box flexGrow={1} />
				<Text dimColor wrap="truncate">
					{clip(summary, width)}
				</Text>
				<Box height={1}>
					<Text bold={naming}>{naming ? '❯ cluster name  ' : '  cluster name  '}</Text>
					<TextInput
						value={answers.fields.name ?? ''}
						onChange={value => dispatch({type: 'field', id: 'name', value})}
						onKey={onKey}
						isActive={naming}
						width={Math.max(8, width - 18)}
						placeholder="kafka"
					/>
				</Box>
				<Text color={said.startsWith('✖') ? 'red' : undefined} wrap="truncate">
					{said}
				</Text>
			</Box>
		</PageWithHelp>
	);
}
