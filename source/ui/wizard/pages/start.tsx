import {Box, Text} from 'ink';
import {useState} from 'react';
import {fold} from '../../components/fold.ts';
import {Menu, type MenuItem} from '../../components/menu.tsx';
import {pageLayout} from '../../components/page.tsx';
import {noAnswers} from '../answers.ts';
import {answersOfCluster} from '../answers-of-cluster.ts';
import type {PageProps} from '../page-props.ts';
import {HelpOr, useHelp} from './help-or.tsx';

type Chosen = 'unfinished' | 'new' | 'demo' | `draft:${number}` | `file:${string}`;

/** What the first page offers, in order. */
export function startItems({beginning, state}: Pick<PageProps, 'beginning' | 'state'>): readonly MenuItem<Chosen>[] {
	const {unfinished, drafts, files, demo} = beginning;
	const begun = state.answers.hosts.trim() !== '';
	return [
		...(unfinished === undefined
			? []
			: [{value: 'unfinished', label: `Go on with ${unfinished.cluster}: ${unfinished.remains}`} as const]),
		...(begun ? [{value: 'new', label: 'Go on with these answers'} as const] : []),
		...drafts.map(({name, when}, index) => ({value: `draft:${index}`, label: `Cluster ${name}, ${when}`}) as const),
		...files.map(file => ({value: `file:${file}`, label: `Open ${file}`}) as const),
		...(begun ? [] : [{value: 'new', label: 'New cluster'} as const]),
		...(demo ? [{value: 'demo', label: 'Demo on hosts of this machine'} as const] : []),
	];
}

export function StartPage(props: PageProps) {
	const {beginning, dispatch, size, functions, finish} = props;
	const {width, body} = pageLayout(size);
	const [problem, setProblem] = useState('');
	const help = useHelp();
	const items = startItems(props);
	const open = async (file: string) => {
		try {
			const cluster = await functions.openFile(file);
			dispatch({type: 'load', answers: answersOfCluster(cluster), page: 'review'});
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		}
	};
	const choose = (chosen: Chosen) => {
		if (chosen === 'unfinished') finish('resume');
		else if (chosen === 'demo') finish('demo');
		else if (chosen.startsWith('file:')) void open(chosen.slice(5));
		else if (chosen === 'new') dispatch({type: 'next'});
		else dispatch({type: 'load', answers: beginning.drafts[Number(chosen.slice(6))]?.answers ?? noAnswers, page: 'hosts'});
	};
	const {unfinished} = beginning;
	const head =
		unfinished === undefined ? [] : fold(`Stopped ${unfinished.when} at ${unfinished.stoppedAt}`, width - 2).slice(0, 2);
	const wrong = problem === '' ? [] : fold(`✖ ${problem}`, width - 2).slice(0, Math.max(1, body - head.length - 4));
	return (
		<HelpOr
			{...props}
			help={help}
			hints={[
				['Enter', 'choose'],
				['↑↓ 1–9', 'move'],
				['?', 'help'],
				['q', 'quit'],
			]}
		>
			<Box flexDirection="column">
				{head.map(line => (
					<Text key={line} color="yellow" wrap="truncate">
						{line}
					</Text>
				))}
				<Menu
					items={items}
					onSelect={choose}
					onKey={press => {
						if (press.text === '?') help.show();
						else if (press.text === 'q' || press.name === 'escape') finish('quit');
					}}
					height={Math.max(1, body - head.length - wrong.length)}
				/>
				{wrong.map((line, index) => (
					<Text key={`${index}${line}`} color="red" wrap="truncate">
						{line}
					</Text>
				))}
			</Box>
		</HelpOr>
	);
}
