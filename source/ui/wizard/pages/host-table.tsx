import {Box, Text} from 'ink';
import {useState} from 'react';
import {clip, fold} from '../../components/fold.ts';
import type {Hint} from '../../components/key-hints.tsx';
import {NoteLines} from '../../components/note-lines.tsx';
import {pageLayout} from '../../components/page.tsx';
import {Table} from '../../components/table.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {withChangedHost} from '../hosts/changed-host.ts';
import {hostLine, parseHostList} from '../hosts/host-list.ts';
import type {PageProps} from '../page-props.ts';
import {countsLine, probeCounts, probeRemark, probeTable} from '../probe/probe-table.ts';
import {unknownKeys} from './host-keys.tsx';
import {HostLine} from './host-line.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

/** What the login page shows. */
export type LoginView = 'table' | 'keys' | 'fields' | 'secrets';

function hintsOf(fixing: boolean, unknownKeys: boolean): readonly Hint[] {
	if (fixing) {
		return [
			['Enter', 'keep'],
			['Esc', 'cancel'],
		];
	}
	return [
		['Enter', unknownKeys ? 'host keys' : 'continue'],
		['Esc', 'back'],
		['f', 'fix host'],
		['u', 'user, port, key'],
		['s', 'passwords'],
		...(unknownKeys ? [['h', 'host keys'] as const] : []),
		['r', 'check again'],
		['?', 'help'],
	];
}

/** The hosts, what the background probe found on each, and the line of one that is fixed. */
export function HostTable(props: PageProps & {readonly show: (view: LoginView) => void}) {
	const {reading, dispatch, size, probes, probing, functions, show} = props;
	const {width, body} = pageLayout(size);
	const [at, go] = useState(0);
	const [line, setLine] = useState<string | undefined>(undefined);
	const help = useHelp();
	const names = reading.hosts.map(host => host.name);
	const index = Math.min(at, names.length - 1);
	const host = reading.hosts[index];
	const unknown = unknownKeys(names, probes).length;

	const fix = (text: string) => {
		const changed = host === undefined ? undefined : withChangedHost(reading, host, text);
		if (changed === undefined) return;
		dispatch({type: 'roles', roles: changed.roles});
		dispatch({type: 'keep-inventory'});
		dispatch({type: 'hosts', text: changed.text});
		setLine(undefined);
	};
	const onPress = (press: Press) => {
		const key = press.name === 'text' ? press.text : press.name;
		const row = rowAfter(key, index, names.length);
		if (row !== undefined) return go(row);
		switch (key) {
			case 'enter':
				return unknown > 0 ? show('keys') : dispatch({type: 'next'});
			case 'escape':
				return dispatch({type: 'back'});
			case 'f':
				return host === undefined ? undefined : setLine(hostLine(host));
			case 'h':
				return unknown > 0 ? show('keys') : undefined;
			case 'u':
				return show('fields');
			case 's':
				return show('secrets');
			case 'r':
				functions.tryAgain();
				return probing.again();
			case '?':
				return help.show();
		}
	};
	useKeys(onPress, {isActive: line === undefined && !help.open, letters: true});
	const {head, rows} = probeTable(names, probes, width);
	const remark = probeRemark(host === undefined ? undefined : probes.get(host.name));
	// What the table leaves free is for the remark: it says what to do.
	const said = body < 8 ? 1 : Math.min(8, Math.max(2, body - names.length - 3));
	const wrong = line === undefined ? undefined : parseHostList(line).problems[0]?.message;
	const remarks = fold(`${host?.name ?? ''}: ${remark.text}`, width - 1).slice(0, said);
	return (
		<PageWithHelp {...props} help={help} hints={hintsOf(line !== undefined, unknown > 0)}>
			<Box flexDirection="column" height={body}>
				<Table head={head} rows={rows} selected={index} width={width} height={Math.max(2, body - said - (body < 8 ? 1 : 2))} />
				<Box flexGrow={1} />
				{line === undefined ? (
					<NoteLines lines={remarks} tone={remark.bad ? 'bad' : 'plain'} />
				) : (
					<HostLine line={line} onType={setLine} onKeep={() => fix(line)} onLeave={() => setLine(undefined)} width={width} />
				)}
				<Text color={wrong === undefined ? undefined : 'red'} dimColor={wrong === undefined} wrap="truncate">
					{clip(wrong === undefined ? countsLine(probeCounts(names, probes)) : `✖ ${wrong}`, width)}
				</Text>
			</Box>
		</PageWithHelp>
	);
}
