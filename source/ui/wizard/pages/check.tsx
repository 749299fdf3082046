import {Box, Text} from 'ink';
import {useState} from 'react';
import {failureOf} from '../../../core/failure.ts';
import {count} from '../../../core/view/words.ts';
import {clip} from '../../components/fold.ts';
import type {Hint} from '../../components/key-hints.tsx';
import {pageLayout} from '../../components/page.tsx';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {checkRows} from '../check-rows.ts';
import {failureRows} from '../failure-rows.ts';
import {openFile} from '../open-file.ts';
import type {PageProps} from '../page-props.ts';
import {causesOf} from '../probe/causes.ts';
import {mayListen} from '../probe/cluster-check.ts';
import {fileToOpen} from '../probe/membership.ts';
import {countsLine, probeCounts} from '../probe/probe-table.ts';
import {FailureLines} from './failure-lines.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

/** A path that has room among the keys; the whole one stands above them. */
const shortPath = (path: string) => (path.length > 28 ? path.slice(path.lastIndexOf('/') + 1) : path);

type HintsOf = {
	readonly asked: boolean;
	readonly blocked: boolean;
	readonly well: boolean;
	readonly file: string | undefined;
	readonly listens: boolean;
	readonly scrolls: boolean;
};

function hintsOf({asked, blocked, well, file, listens, scrolls}: HintsOf): readonly Hint[] {
	if (asked) {
		return [
			['y', 'open it'],
			['any other key', 'back'],
		];
	}
	return [
		...(blocked ? [] : well ? [['Enter', 'continue'] as const] : [['s', 'continue all the same'] as const]),
		...(file === undefined ? [] : [['o', `open ${shortPath(file)}`] as const]),
		['Esc', 'back'],
		['r', 'check again'],
		...(listens ? [['p', 'try the ports'] as const] : []),
		['l', 'login'],
		...(scrolls ? [['↑↓', 'scroll'] as const] : []),
		['?', 'help'],
	];
}

/**
 * What the looks at the hosts and the checks of the cluster found, and what is wrong with the answers, by cause; and the cluster
 * that the hosts belong to.
 */
export function CheckPage(props: PageProps) {
	const {state, reading, dispatch, size, probes, probing, check, checking, functions} = props;
	const {width, body} = pageLayout(size);
	const [top, setTop] = useState(0);
	const [asked, ask] = useState(false);
	const [wrong, setWrong] = useState<unknown>(undefined);
	const help = useHelp();
	const names = reading.hosts.map(host => host.name);
	const checked = check.state === 'done' ? check : undefined;
	const counts = probeCounts(names, probes, checked);
	const progress =
		check.state === 'looking' ? ` · ${check.listen ? 'trying every port between the hosts: ' : ''}${check.progress} …` : '';
	const file = fileToOpen(names, probes, state);
	const answers = labelledProblems(state.answers, reading);
	const rows = [
		...(wrong === undefined ? [] : failureRows(failureOf(wrong), width - 1).map(row => ({...row, tone: 'bad' as const}))),
		...checkRows(answers, causesOf(names, probes, checked), check, width - 1),
	];
	const room = Math.max(1, body - 2 - (asked ? 1 : 0));
	const last = Math.max(0, rows.length - room);
	const listens = mayListen(check);
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
				case 'p':
					return listens ? checking.listen() : undefined;
				case 'r':
					functions.tryAgain();
					checking.again();
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
		<PageWithHelp {...props} help={help} hints={hintsOf({asked, blocked, well, file, listens, scrolls: last > 0})}>
			<Box flexDirection="column">
				<Text bold wrap="truncate">
					{clip(`${count(names.length, 'host')}: ${countsLine(counts)}${progress}`, width)}
				</Text>
				<FailureLines rows={rows.slice(Math.min(top, last), Math.min(top, last) + room)} />
				{asked && <Text bold>{clip(`Open ${file} in place of these answers? y / n`, width)}</Text>}
			</Box>
		</PageWithHelp>
	);
}
