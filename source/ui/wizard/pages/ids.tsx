import {Box, Text} from 'ink';
import {useState} from 'react';
import {clip, fold} from '../../components/fold.ts';
import {pageLayout} from '../../components/page.tsx';
import {type Row, Table} from '../../components/table.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import type {IdRole} from '../answers.ts';
import {type FoundIds, type GivenId, giveIds} from '../given-ids.ts';
import type {PageProps} from '../page-props.ts';
import type {Probes} from '../probes.ts';
import {HelpOr, useHelp} from './help-or.tsx';

const from = {typed: '', disk: ' on disk', order: ''} as const;

/** Below this width the addresses are left out. */
const addressesFrom = 60;

export function foundIds(probes: Probes): FoundIds {
	return new Map([...probes].flatMap(([name, {ids}]) => (ids === undefined ? [] : [[name, ids] as const])));
}

/** Where a typed id and the one on the host's disk differ. */
export function idConflict(given: GivenId | undefined, role: IdRole, found: FoundIds): string | undefined {
	const disk = given === undefined ? undefined : found.get(given.host)?.[role];
	if (given?.from !== 'typed' || disk === undefined || String(disk) === given.id.trim()) return undefined;
	return `the data on ${given.host} was written with id ${disk}: an id never changes once there is data`;
}

/** One row a host: its ids, and where it is reached. */
export function IdsPage(props: PageProps) {
	const {state, reading, dispatch, size, probes} = props;
	const {width, body} = pageLayout(size);
	const [row, setRow] = useState(0);
	const [column, setColumn] = useState(0);
	const help = useHelp();
	const {roles, list} = reading;
	const found = foundIds(probes);
	const typed = (role: IdRole) => ({
		...Object.fromEntries(Object.entries(list.ids[role]).map(([host, id]) => [host, String(id)])),
		...state.answers.ids[role],
	});
	const given = {
		zookeeper: giveIds('zookeeper', roles.zookeeper, typed('zookeeper'), found),
		kafka: giveIds('kafka', roles.kafka, typed('kafka'), found),
	};
	const hosts = reading.hosts.filter(host => roles.zookeeper.includes(host.name) || roles.kafka.includes(host.name));
	const at = Math.min(row, hosts.length - 1);
	const host = hosts[at];
	const idOf = (role: IdRole, name: string | undefined) => given[role].find(one => one.host === name);
	const columns: readonly IdRole[] = (['zookeeper', 'kafka'] as const).filter(role => idOf(role, host?.name) !== undefined);
	const role = columns[Math.min(column, columns.length - 1)];
	const cell = role === undefined ? undefined : idOf(role, host?.name);
	const problemOf = (of: IdRole, name: string) =>
		reading.problems.get(`${of}.ids.${name}`)?.message ?? idConflict(idOf(of, name), of, found);
	const first = [...reading.problems].find(([place]) => /^(?:zookeeper|kafka)\.ids/.test(place))?.[1].message;
	const conflict = hosts
		.flatMap(({name}) => (['zookeeper', 'kafka'] as const).map(of => problemOf(of, name)))
		.find(one => one !== undefined);
	const blocked = first ?? conflict;

	const type = (text: string) => {
		if (role !== undefined && host !== undefined) dispatch({type: 'id', role, host: host.name, text});
	};
	const onPress = (press: Press) => {
		const own = cell?.from === 'typed' ? cell.id : '';
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
				return setColumn(0);
			case 'right':
			case 'l':
				return setColumn(1);
			case 'enter':
				return blocked === undefined ? dispatch({type: 'next'}) : undefined;
			case 'escape':
				return dispatch({type: 'back'});
			case '?':
				return help.show();
		}
	};
	useKeys(onPress, {isActive: !help.open, letters: true});

	const textOf = (of: IdRole, name: string): string => {
		const one = idOf(of, name);
		if (one === undefined) return '–';
		const mark = name === host?.name && of === role ? `[${one.id}]` : ` ${one.id} `;
		return `${mark}${from[one.from]}${problemOf(of, name) === undefined ? '' : ' ✖'}`;
	};
	const addresses = width >= addressesFrom;
	const reached = addresses && hosts.some(one => one.address !== undefined);
	const rows: readonly Row[] = hosts.map(({name, address}) => ({
		id: name,
		cells: [
			{text: name},
			...(['zookeeper', 'kafka'] as const).map(of => ({
				text: textOf(of, name),
				tone: problemOf(of, name) === undefined ? undefined : ('bad' as const),
			})),
			...(addresses ? [{text: `${name}:${reading.cluster?.kafka.port ?? 9092}`, tone: 'dim' as const}] : []),
			...(reached ? [{text: address ?? '', tone: 'dim' as const}] : []),
		],
	}));
	const head = addresses
		? ['host', 'ZooKeeper id', 'broker id', 'clients use', ...(reached ? ['reached at'] : [])]
		: ['host', 'ZK id', 'id'];
	const here = host === undefined || role === undefined ? undefined : problemOf(role, host.name);
	const said = here ?? blocked;
	const note = said === undefined ? 'Type a number over one to change it. A host that has data keeps its id.' : `✖ ${said}`;
	return (
		<HelpOr
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
				{fold(note, width - 1)
					.slice(0, 2)
					.map(line => (
						<Text key={line} color={said === undefined ? undefined : 'red'} dimColor={said === undefined} wrap="truncate">
							{clip(line, width)}
						</Text>
					))}
			</Box>
		</HelpOr>
	);
}
