import {Box, Text} from 'ink';
import {useEffect, useState} from 'react';
import {eachRole} from '../../../cluster/roles.ts';
import {clip, fold} from '../../components/fold.ts';
import {pageLayout} from '../../components/page.tsx';
import {Table} from '../../components/table.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {loginFields} from '../answers/fields.ts';
import {hostLine, parseHostList} from '../hosts/host-list.ts';
import type {PageProps} from '../page-props.ts';
import {countsLine, probeCounts, probeRemark, probeTable} from '../probe/probe-table.ts';
import {CredentialsPage} from './credentials.tsx';
import {FieldPage} from './field-page.tsx';
import {HostKeysPage, unknownKeys} from './host-keys.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

type View = 'table' | 'keys' | 'fields' | 'secrets';

/** How the hosts are logged in to, and what the background probe found so far. */
export function LoginPage(props: PageProps) {
	const {probing} = props;
	const [view, setView] = useState<View>('table');
	const toTable = () => setView('table');
	useEffect(() => {
		probing.hold(view === 'fields');
		return () => probing.hold(false);
	}, [probing, view]);
	if (view === 'keys') return <HostKeysPage {...props} onClose={toTable} />;
	if (view === 'fields') return <FieldPage {...props} fields={loginFields} onDone={toTable} onBack={toTable} />;
	if (view === 'secrets') return <CredentialsPage {...props} onClose={toTable} />;
	return <HostTable {...props} show={setView} />;
}

function HostTable(props: PageProps & {readonly show: (view: View) => void}) {
	const {reading, dispatch, size, probes, probing, show} = props;
	const {width, body} = pageLayout(size);
	const [at, go] = useState(0);
	const [line, setLine] = useState<string | undefined>(undefined);
	const help = useHelp();
	const names = reading.hosts.map(host => host.name);
	const index = Math.min(at, names.length - 1);
	const host = reading.hosts[index];
	const unknown = unknownKeys(names, probes).length;

	const fix = (text: string) => {
		const {hosts, problems} = parseHostList(text);
		if (hosts.length !== 1 || problems.length > 0 || host === undefined) return;
		const lines = reading.hosts.map(one => hostLine(one === host ? hosts[0]! : one));
		// The list as it was may be an inventory or a range: its roles are kept, its form is not.
		dispatch({type: 'roles', roles: renamed(reading.roles, host.name, hosts[0]!.name)});
		dispatch({type: 'hosts', text: lines.join('\n')});
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
		<PageWithHelp
			{...props}
			help={help}
			hints={
				line === undefined
					? [
							['Enter', unknown > 0 ? 'host keys' : 'continue'],
							['Esc', 'back'],
							['f', 'fix host'],
							['u', 'user, port, key'],
							['s', 'passwords'],
							...(unknown > 0 ? [['h', 'host keys'] as const] : []),
							['r', 'check again'],
							['?', 'help'],
						]
					: [
							['Enter', 'keep'],
							['Esc', 'cancel'],
						]
			}
		>
			<Box flexDirection="column" height={body}>
				<Table head={head} rows={rows} selected={index} width={width} height={Math.max(2, body - said - (body < 8 ? 1 : 2))} />
				<Box flexGrow={1} />
				{line === undefined &&
					remarks.map(text => (
						<Text key={text} color={remark.bad ? 'red' : undefined} wrap="truncate">
							{text}
						</Text>
					))}
				{line !== undefined && (
					<Box height={1}>
						<Text bold>{'❯ host  '}</Text>
						<TextInput
							value={line}
							onChange={setLine}
							onKey={press => {
								if (press.name === 'escape') setLine(undefined);
								else if (press.name === 'enter') fix(line);
							}}
							isActive
							width={Math.max(8, width - 10)}
							placeholder="user@name:port, or name=address"
						/>
					</Box>
				)}
				<Text color={wrong === undefined ? undefined : 'red'} dimColor={wrong === undefined} wrap="truncate">
					{clip(wrong === undefined ? countsLine(probeCounts(names, probes)) : `✖ ${wrong}`, width)}
				</Text>
			</Box>
		</PageWithHelp>
	);
}

function renamed(roles: PageProps['reading']['roles'], from: string, to: string): PageProps['reading']['roles'] {
	const list = (members: readonly string[]) => members.map(name => (name === from ? to : name));
	return eachRole(role => list(roles[role]));
}
