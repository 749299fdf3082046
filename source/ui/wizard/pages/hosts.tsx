import {Box, Text} from 'ink';
import {useEffect, useMemo, useState} from 'react';
import {clip, fold} from '../../components/fold.ts';
import {HostListInput} from '../../components/host-list-input.tsx';
import type {Hint} from '../../components/key-hints.tsx';
import {pageLayout} from '../../components/page.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';
import {helpOf} from '../field-help.ts';
import {type HostList, pathInBox} from '../hosts/host-list.ts';
import {listRemarks, listSummary} from '../hosts/list-words.ts';
import {cleanPath} from '../local-path.ts';
import {pageHelp} from '../page-help.ts';
import type {PageProps} from '../page-props.ts';
import {GroupQuestion} from './group-question.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

const examples = [
	'kafka-01, kafka-02, kafka-03',
	'admin@kafka-04.example.org:2222',
	'kafka-[05:09].example.org',
	'~/ansible/hosts.yml',
];

/** The keys that work while the list is typed, a group is asked about, or the cluster gets its name. */
function hintsOf(view: 'list' | 'group' | 'name', empty: boolean): readonly Hint[] {
	if (view === 'group') {
		return [
			['Enter', 'choose'],
			['Esc', 'back to the hosts'],
			['?', 'help'],
		];
	}
	if (view === 'name') {
		return [
			['Enter', 'continue'],
			['Esc', 'back to the hosts'],
			['^O', 'help'],
		];
	}
	return [
		['Tab', 'continue'],
		['Enter', 'new line'],
		['Esc', 'back'],
		[empty ? '?' : '^O', 'help'],
	];
}

/** What is to be known of the list, in a few lines; the help has all of it. */
function remarkLines(list: HostList, width: number, body: number): readonly string[] {
	const lines = listRemarks(list).flatMap(line => fold(line, width - 1));
	const room = Math.max(0, Math.min(5, body - 5));
	return lines.length > room ? [...lines.slice(0, Math.max(0, room - 1)), '… ^O shows the rest'].slice(0, room) : lines;
}

type NameProps = Pick<PageProps, 'state' | 'dispatch'> & {
	readonly naming: boolean;
	readonly onKey: (press: Press) => void;
	readonly width: number;
};

function ClusterName({state, dispatch, naming, onKey, width}: NameProps) {
	return (
		<Box height={1}>
			<Text bold={naming}>{naming ? '❯ cluster name  ' : '  cluster name  '}</Text>
			<TextInput
				value={state.answers.fields.name ?? ''}
				onChange={value => dispatch({type: 'field', id: 'name', value})}
				onKey={onKey}
				isActive={naming}
				width={Math.max(8, width - 18)}
				placeholder="kafka"
			/>
		</Box>
	);
}

export function HostsPage(props: PageProps) {
	const {state, reading, dispatch, size, functions} = props;
	const {answers} = state;
	const {width, body} = pageLayout(size);
	const [naming, setNaming] = useState(false);
	const [notice, setNotice] = useState('');
	const help = useHelp();
	const [asking, setAsking] = useState(false);
	const {list} = reading;
	const path = pathInBox(answers.hosts);
	const problems = useMemo(
		() => new Map(path === undefined ? [...list.problems].reverse().map(({line, message}) => [line, message] as const) : []),
		[list, path],
	);
	const nameProblem = reading.problems.get('name');

	const asked = asking ? list.unclear[0] : undefined;
	useEffect(() => {
		if (!asking || list.unclear.length > 0) return;
		setAsking(false);
		setNaming(list.hosts.length > 0);
	}, [asking, list]);

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
		else if (list.hosts.length === 0 && list.unclear.length === 0) setNotice('✖ name at least one host');
		else if (list.problems.length > 0) setNotice('✖ fix or remove the marked lines');
		else if (list.unclear.length > 0) setAsking(true);
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
	const shownRemarks = naming ? remarkLines(list, width, body) : [];
	const boxHeight = Math.max(1, body - 3 - shownRemarks.length);
	const summary = path === undefined ? listSummary(list, reading) : 'Tab reads this file as an inventory';
	const said = naming && nameProblem !== undefined ? `✖ ${nameProblem.message}` : notice;
	return (
		<PageWithHelp
			{...props}
			help={naming ? {...help, title: 'cluster name', text: `${helpOf('name', reading)}\n\n${pageHelp('hosts', reading)}`} : help}
			hints={hintsOf(asked === undefined ? (naming ? 'name' : 'list') : 'group', answers.hosts === '')}
		>
			<Box flexDirection="column" height={body}>
				{asked === undefined ? (
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
						height={boxHeight}
						placeholder={examples}
					/>
				) : (
					<GroupQuestion
						key={asked.group}
						asked={asked}
						reading={reading}
						onAnswer={answer => dispatch({type: 'group', group: asked.group, answer})}
						onKey={press => {
							if (press.name === 'escape') setAsking(false);
							else if (press.text === '?' || press.name === 'ctrl+o') help.show();
						}}
						width={width}
						height={boxHeight}
					/>
				)}
				<Box flexGrow={1} />
				{shownRemarks.map(line => (
					<Text key={line} color="yellow" wrap="truncate">
						{line}
					</Text>
				))}
				<Text dimColor wrap="truncate">
					{clip(summary, width)}
				</Text>
				<ClusterName {...props} naming={naming} onKey={onKey} width={width} />
				<Text color={said.startsWith('✖') ? 'red' : undefined} wrap="truncate">
					{said}
				</Text>
			</Box>
		</PageWithHelp>
	);
}
