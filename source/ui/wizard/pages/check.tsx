import {Box, Text} from 'ink';
import {useState} from 'react';
import {clip, fold} from '../../components/fold.ts';
import {pageLayout} from '../../components/page.tsx';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {answersOfCluster} from '../answers-of-cluster.ts';
import {membershipRemarks} from '../memberships.ts';
import type {PageProps} from '../page-props.ts';
import {causesOf, countsLine, probeCounts} from '../probe-table.ts';
import {HelpOr, useHelp} from './help-or.tsx';

const most = 4;
const some = (names: readonly string[]) =>
	names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

/** What is not well on the hosts and in the answers, by cause. */
export function CheckPage(props: PageProps) {
	const {reading, dispatch, size, probes, probing} = props;
	const {width, body} = pageLayout(size);
	const [top, setTop] = useState(0);
	const help = useHelp();
	const names = reading.hosts.map(host => host.name);
	const counts = probeCounts(names, probes);
	const causes = causesOf(names, probes);
	const members = membershipRemarks(names, probes, props.state.file);
	const known = members.find(({file}) => file !== undefined)?.file;
	const answers = [...reading.problems.values()];
	const [problem, setProblem] = useState('');
	const open = async (file: string) => {
		try {
			dispatch({type: 'load', answers: answersOfCluster(await props.functions.openFile(file)), page: 'review', file});
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		}
	};
	const lines = [
		...answers.flatMap(({message, hint}) => [
			...fold(`✖ ${message}`, width - 1).map(text => ({text, tone: 'red'})),
			...(hint === undefined ? [] : fold(hint, width - 5).map(text => ({text: `    ${text}`, tone: ''}))),
		]),
		...(problem === '' ? [] : fold(`✖ ${problem}`, width - 1).map(text => ({text, tone: 'red'}))),
		...members.flatMap(({text, hint, hosts}) => [
			...fold(`! ${some(hosts)} ${text}`, width - 1).map(line => ({text: line, tone: 'yellow'})),
			...fold(hint, width - 5).map(line => ({text: `    ${line}`, tone: ''})),
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
	const room = Math.max(1, body - 2);
	const last = Math.max(0, lines.length - room);
	const blocked = answers.length > 0;
	const well = counts.bad + counts.unknown === 0;
	useKeys(
		press => {
			const key = press.name === 'text' ? press.text : press.name;
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
					return known === undefined ? undefined : void open(known);
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
		<HelpOr
			{...props}
			help={help}
			hints={[
				...(blocked ? [] : well ? [['Enter', 'continue'] as const] : [['s', 'go on all the same'] as const]),
				...(known === undefined ? [] : [['o', 'open that cluster'] as const]),
				['Esc', 'back'],
				['r', 'look again'],
				['l', 'login'],
				...(last > 0 ? [['↑↓', 'scroll'] as const] : []),
				['?', 'help'],
			]}
		>
			<Box flexDirection="column">
				<Text bold wrap="truncate">
					{clip(`${names.length} hosts: ${countsLine(counts)}`, width)}
				</Text>
				{lines.length === 0 && counts.looking === 0 && <Text color="green">✔ Nothing speaks against an installation.</Text>}
				{lines.slice(Math.min(top, last), Math.min(top, last) + room).map(({text, tone}, index) => (
					<Text key={`${index}${text}`} color={tone === '' ? undefined : tone} wrap="truncate">
						{text}
					</Text>
				))}
			</Box>
		</HelpOr>
	);
}
