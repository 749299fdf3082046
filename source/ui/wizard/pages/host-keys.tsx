import {Box, Text} from 'ink';
import {useState} from 'react';
import {fold, pad} from '../../components/fold.ts';
import {pageLayout} from '../../components/page.tsx';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import type {PageProps} from '../page-props.ts';
import type {Probes} from '../probe/probes.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

export type UnknownKey = {readonly host: string; readonly type: string; readonly fingerprint: string};

export function unknownKeys(names: readonly string[], probes: Probes): readonly UnknownKey[] {
	return names.flatMap(host => {
		const key = probes.get(host)?.unknownKey;
		return key === undefined ? [] : [{host, ...key}];
	});
}

/** All host keys that are not known yet, to be accepted together. */
export function HostKeysPage(props: PageProps & {readonly onClose: () => void}) {
	const {reading, dispatch, size, probes, onClose} = props;
	const {width, body} = pageLayout(size);
	const [top, setTop] = useState(0);
	const help = useHelp();
	const keys = unknownKeys(
		reading.hosts.map(host => host.name),
		probes,
	);
	const name = Math.max(4, ...keys.map(key => key.host.length));
	// A fingerprint is never cut: it is there to be compared.
	const wide = width >= name + 2 + 50;
	const lines = keys.flatMap(({host, type, fingerprint}) =>
		wide
			? [`${pad(host, name)}  ${fingerprint}${width >= name + 66 ? `  ${type}` : ''}`]
			: [
					`${host}  ${type}`,
					...(fingerprint.match(new RegExp(`.{1,${Math.max(8, width - 2)}}`, 'g')) ?? []).map(part => `  ${part}`),
				],
	);
	const intro = fold(
		keys.length === 0
			? 'Every host key is known.'
			: 'Unknown host keys. Verify the fingerprints on each host with ssh-keygen -lf.',
		width - 1,
	).slice(0, body > 8 ? 3 : 1);
	const room = Math.max(1, body - intro.length - 1);
	const last = Math.max(0, lines.length - room);
	useKeys(
		press => {
			const key = press.name === 'text' ? press.text : press.name;
			if (key === 'a' && keys.length > 0) {
				dispatch({type: 'trust', keys: Object.fromEntries(keys.map(({host, fingerprint}) => [host, [fingerprint]]))});
				onClose();
			} else if (key === 'escape' || (key === 'enter' && keys.length === 0)) onClose();
			else if (key === '?') help.show();
			else setTop(rowAfter(key, top, last + 1) ?? top);
		},
		{isActive: !help.open, letters: true},
	);
	return (
		<PageWithHelp
			{...props}
			help={help}
			hints={
				keys.length === 0
					? [['Esc', 'back']]
					: [
							['a', `accept ${keys.length === 1 ? 'it' : `all ${keys.length}`}`],
							['Esc', 'back'],
							...(last > 0 ? [['↑↓', 'scroll'] as const] : []),
							['?', 'help'],
						]
			}
		>
			<Box flexDirection="column">
				{intro.map(line => (
					<Text key={line} wrap="truncate">
						{line}
					</Text>
				))}
				{body > 8 && <Text> </Text>}
				{lines.slice(Math.min(top, last), Math.min(top, last) + room).map((line, index) => (
					<Text key={`${index}${line}`} wrap="truncate">
						{line}
					</Text>
				))}
			</Box>
		</PageWithHelp>
	);
}
