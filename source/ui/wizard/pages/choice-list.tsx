import {Box, Text} from 'ink';
import {fold} from '../../components/fold.ts';
import {Menu} from '../../components/menu.tsx';
import {pageLayout} from '../../components/page.tsx';
import type {PageProps} from '../page-props.ts';
import {type ChoiceRow, choiceLabels} from '../version-choices.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

type Props<V extends string> = PageProps & {
	/** What is asked. */
	readonly asked: string;
	readonly rows: readonly ChoiceRow<V>[];
	readonly chosen: V;
	/** It is chosen; the next page follows. */
	readonly onChoose: (value: V) => void;
};

/** A page with one question: the line with the cursor is the answer. */
export function ChoiceList<V extends string>(props: Props<V>) {
	const {asked, rows, chosen, onChoose, dispatch, size} = props;
	const {width, body} = pageLayout(size);
	const help = useHelp();
	const question = fold(asked, width - 1).slice(0, Math.max(1, body - rows.length - 1));
	return (
		<PageWithHelp
			{...props}
			help={help}
			hints={[
				['Enter', 'continue'],
				['Esc', 'back'],
				[`↑↓ 1–${rows.length}`, 'choose'],
				['?', 'help'],
			]}
		>
			<Box flexDirection="column">
				{body > rows.length + 1 && question.map(line => <Text key={line}>{line}</Text>)}
				{body > rows.length + question.length + 1 && <Text> </Text>}
				<Menu
					items={choiceLabels(rows)}
					initial={chosen}
					onSelect={value => {
						onChoose(value);
						dispatch({type: 'next'});
					}}
					onKey={press => {
						if (press.text === '?') help.show();
						else if (press.name === 'escape') dispatch({type: 'back'});
					}}
					height={Math.max(1, body)}
				/>
			</Box>
		</PageWithHelp>
	);
}
