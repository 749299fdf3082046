import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {useMemo} from 'react';
import {type Line, span} from './line.ts';
import type {Look} from './look.ts';

export type Choice = 'retry' | 'edit' | 'log' | 'quit';

const all: readonly {readonly label: string; readonly value: Choice}[] = [
	{label: 'Retry', value: 'retry'},
	{label: 'Edit an answer and retry', value: 'edit'},
	{label: 'Open the log', value: 'log'},
	{label: 'Quit (resume later)', value: 'quit'},
];

type Props = {
	/** Whether an answer may be what is wrong; there is none behind a run that takes things away. */
	readonly editable: boolean;
	readonly look: Look;
	readonly height: number;
	/** What is decided about, where it is no longer in sight. */
	readonly heading: Line;
	readonly first: Choice;
	readonly onChoice: (choice: Choice) => void;
};

const componentsFor = (look: Look) =>
	[
		({isSelected = false}: {readonly isSelected?: boolean}) => (
			<Text>{look.paint([span(isSelected ? `${look.symbols.chosen} ` : '  ', 'bold')])}</Text>
		),
		({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) => (
			<Text>{look.paint([span(label, isSelected ? 'bold' : undefined)])}</Text>
		),
	] as const;

/** What can be done about a failure, in at most `height` rows. */
export function Menu({editable, look, height, heading, first, onChoice}: Props) {
	const items = all
		.filter(({value}) => editable || value !== 'edit')
		.map(({label, value}, index) => ({label: `${index + 1} ${label}`, value}));
	const hint = height > items.length;
	const headed = heading.length > 0 && height > items.length + 1;
	// Components made anew at each render would be mounted anew, too.
	const [indicator, item] = useMemo(() => componentsFor(look), [look]);
	return (
		<Box flexDirection="column">
			{headed ? <Text wrap="truncate">{look.paint(heading)}</Text> : null}
			<SelectInput
				items={items}
				limit={Math.min(items.length, height)}
				initialIndex={items.findIndex(({value}) => value === first)}
				indicatorComponent={indicator}
				itemComponent={item}
				onSelect={({value}) => onChoice(value)}
			/>
			{hint ? <Text>{look.paint([span(`↑ ↓ Enter or 1-${items.length} ${look.symbols.dot} Ctrl+C quits`, 'dim')])}</Text> : null}
		</Box>
	);
}
