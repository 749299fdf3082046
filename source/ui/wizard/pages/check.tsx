import {Box, Text} from 'ink';
import {useState} from 'react';
import {failureOf} from '../../../core/failure.ts';
import {count} from '../../../core/view/words.ts';
import {clip, fold} from '../../components/fold.ts';
import {pageLayout} from '../../components/page.tsx';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {failureRows} from '../failure-rows.ts';
import {openFile} from '../open-file.ts';
import type {PageProps} from '../page-props.ts';
import {fileToOpen} from '../probe/membership.ts';
import {causesOf, countsLine, probeCounts} from '../probe/probe-table.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

/** A path that has room among the keys; the whole one stands above them. */
const shortPath = (path: string) => (path.length > 28 ? path.slice(path.lastIndexOf('/') + 1) : path);

const most = 4;
const some = (names: readonly string[]) =>
	names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

/** What is not well on the hosts and in the answers, by cause; and the cluster that the hosts belong to. */
export function CheckPage(props: PageProps) {
	const {state, reading, dispatch, size, probes, probing, functions} = props;
	const {width, body} = pageLayout(size);
	const [top, setTop] = useState(0);
	const [asked, ask] = useState(false);
	const [wrong, setWrong] = useState<unknown>(undefined);
	const help = useHelp();
	const names = reading.hosts.map(host => host.name);
	const counts = probeCounts(names, probes);
	const causes = causesOf(names, probes);
	const file = fileToOpen(names, probes, state);
	const answers = labelledProblems(state.answers, reading);
	const lines = [
		...(wrong === undefined ? [] : failureRows(failureOf(wrong), width - 1).map(({text}) => ({text, tone: 'red'}))),
		...answers.flatMap(({message, hint}) => [
			...fold(`✖ ${message}`, width - 1).map(text => ({text, tone: 'red'})),
			...(hint === undefined ? [] : fold(hint, width - 5).map(text => ({text: `    ${text}`, tone: ''}))),
		]),
		...causes.flatMap(({state, text, hint, hosts}) => [
			...fold(`${state === 'bad' ? '✖' : '!'} ${text}`, width - 1).map(line => ({
				text: line,
				tone: state === 'bad' ? 'red' : 'yellow',
			})),
			...fold(some(hosts), width - 5).map(line => ({text: `    ${line}`, tone: ''})),
			...(hint === '' ? [] : fold(hint, width - 5).map(line => ({text: `    ${line}`, tone: ''}))),
		]),
	];
	const room = Math.max(1, body - 2 - (asked ? 1 : 0));
	const last = Math.max(0, lines.length - room);
	const blocked = answers.length > 0;
	const well = counts.bad + counts.unknown === 0;
	const open = async () => {
		try {
			dispatch(await openFile(functions, file!));
		} catch (error) {
			setWrong(error);
		}
	};
	useKeys(
		press => {
			const key = press.name === 'text' ? press.text : press.name;
			if (asked) {
				ask(false);
				if (key === 'y') void open();
				return;
			}
			const next = rowAfter(key, top, last + 1);
			if (next !== undefined) return setTop(next);
			switch (key) {
				case 'enter':
					if (!blocked && well) dispatch({type: 'next'});
					return;
				case 's':
					if (!blocked) dispatch({type: 'next'});
					return;
				case 'l':
					return dispatch({type: 'go', page: 'login'});
				case 'o':
					return file === undefined ? undefined : ask(true);
				case 'r':
					return probing.again();
				case 'escape':
					return dispatch({type: 'back'});
				case '?':
					return help.show();
			}
		},
		{isActive: !help.open, letters: true},
	);
	return (
		<PageWithHelp
			{...props}
			help={help}
			hints={
				asked
					? [
							['y', 'open it'],
							['any other key', 'back'],
						]
					: [
							...(blocked ? [] : well ? [['Enter', 'continue'] as const] : [['s', 'continue all the same'] as const]),
							...(file === undefined ? [] : [['o', `open ${shortPath(file)}`] as const]),
							['Esc', 'back'],
							['r', 'check again'],
							['l', 'login'],
							...(last > 0 ? [['↑↓', 'scroll'] as const] : []),
							['?', 'help'],
						]
			}
		>
			<Box flexDirection="column">
				<Text bold wrap="truncate">
					{clip(`${count(names.length, 'host')}: ${countsLine(counts)}`, width)}
				</Text>
				{lines.length === 0 && counts.looking === 0 && <Text color="green">✔ All checks passed.</Text>}
				{lines.slice(Math.min(top, last), Math.min(top, last) + room).map(({text, tone}, index) => (
					<Text key={`${index}${text}`} color={tone === '' ? undefined : tone} wrap="truncate">
						{text}
					</Text>
				))}
				{asked && <Text bold>{clip(`Open ${file} in place of these answers? y / n`, width)}</Text>}
			</Box>
		</PageWithHelp>
	);
}
