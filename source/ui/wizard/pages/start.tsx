import {Box, Text} from 'ink';
import {useState} from 'react';
import {fold} from '../../components/fold.ts';
import {Menu} from '../../components/menu.tsx';
import {pageLayout} from '../../components/page.tsx';
import {noticeRows} from '../failure-rows.ts';
import type {PageProps} from '../page-props.ts';
import {type Chosen, fileAgain, startAction, startItems} from '../start-items.ts';
import {FailureLines} from './failure-lines.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

export function StartPage(props: PageProps) {
	const {beginning, state, dispatch, size, functions, finish} = props;
	const {width, body} = pageLayout(size);
	const [problem, setProblem] = useState('');
	const help = useHelp();
	const items = startItems(props);
	const choose = async (chosen: Chosen) => {
		if (chosen === 'unfinished') return finish('resume');
		if (chosen === 'demo') return finish('demo');
		try {
			dispatch(await startAction(chosen, state, beginning, functions));
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		}
	};
	const {unfinished} = beginning;
	const told =
		unfinished === undefined
			? 'From bare Linux hosts to a running Kafka platform. Nothing is changed before you have seen the plan.'
			: `Stopped ${unfinished.when} at ${unfinished.stoppedAt}`;
	const [removal] = beginning.removals ?? [];
	const warned = removal === undefined ? [] : noticeRows(removal, width - 2).slice(0, Math.max(2, body - 5));
	const quiet = unfinished === undefined && (body < 6 || removal !== undefined);
	const head = quiet ? [] : fold(told, width - 2).slice(0, 2);
	const room = Math.max(1, body - warned.length - head.length - 5);
	const wrong = problem === '' ? [] : [...fold(`✖ ${problem}`, width - 2).slice(0, room), ...(body < 6 ? [] : [fileAgain])];
	return (
		<PageWithHelp
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
				<FailureLines rows={warned} />
				{head.map(line => (
					<Text key={line} color={unfinished === undefined ? undefined : 'yellow'} wrap="truncate">
						{line}
					</Text>
				))}
				{body > 8 && <Text> </Text>}
				<Menu
					items={items}
					onSelect={chosen => void choose(chosen)}
					onKey={press => {
						if (press.text === '?') help.show();
						else if (press.text === 'q' || press.name === 'escape') finish('quit');
					}}
					height={Math.max(1, body - warned.length - head.length - wrong.length - (body > 8 ? 1 : 0))}
				/>
				{wrong.map((line, index) => (
					<Text key={`${index}${line}`} color="red" wrap="truncate">
						{line}
					</Text>
				))}
			</Box>
		</PageWithHelp>
	);
}
