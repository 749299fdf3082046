import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {useState} from 'react';
import type {Press} from '../hooks/presses.ts';
import {useKeys} from '../hooks/use-keys.ts';

export type MenuItem<V extends string> = {readonly value: V; readonly label: string};

type Props<V extends string> = {
	readonly items: readonly MenuItem<V>[];
	readonly initial?: V | undefined;
	readonly onSelect: (value: V) => void;
	readonly onHighlight?: (value: V) => void;
	readonly onKey: (press: Press) => void;
	readonly isActive?: boolean;
	/** Rows. */
	readonly height: number;
};

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	return (
		<Box flexShrink={0}>
			<Text color={isSelected ? 'cyan' : undefined}>{isSelected ? '❯ ' : '  '}</Text>
		</Box>
	);
}

function Item({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) {
	return (
		<Text wrap="truncate" bold={isSelected}>
			{label}
		</Text>
	);
}

/** The item that a key leads to; undefined for a key that is not the menu's. */
function moved(index: number, count: number, page: number, press: Press): number | undefined {
	switch (press.name === 'text' ? press.text : press.name) {
		case 'up':
		case 'k':
			return (index + count - 1) % count;
		case 'down':
		case 'j':
			return (index + 1) % count;
		case 'g':
		case 'home':
			return 0;
		case 'G':
		case 'end':
			return count - 1;
		case 'page-up':
			return Math.max(0, index - page);
		case 'page-down':
			return Math.min(count - 1, index + page);
		default:
			return undefined;
	}
}

/**
 * A list to choose from: arrows, j/k, g/G, 1–9, Enter. It is drawn by ink-select-input, but the keys are read here: two of them in one
 * read make ink-select-input choose the item that was highlighted before.
 */
export function Menu<V extends string>({items, initial, onSelect, onHighlight, onKey, isActive = true, height}: Props<V>) {
	const [chosen, choose] = useState(() =>
		Math.max(
			0,
			items.findIndex(item => item.value === initial),
		),
	);
	const index = Math.min(chosen, items.length - 1);
	useKeys(
		press => {
			const number = press.name === 'text' && /^[1-9]$/.test(press.text) ? Number(press.text) : undefined;
			const target = number === undefined ? moved(index, items.length, height, press) : number - 1;
			const item = items[press.name === 'enter' ? index : (target ?? -1)];
			if (press.name === 'enter' || number !== undefined) {
				if (item === undefined) return;
				choose(items.indexOf(item));
				onSelect(item.value);
			} else if (target === undefined) onKey(press);
			else {
				choose(target);
				if (item !== undefined) onHighlight?.(item.value);
			}
		},
		{isActive, letters: true},
	);
	const labelled = items.map((item, place) => ({
		value: item.value,
		label: `${place < 9 ? place + 1 : ' '} ${item.label}`,
	}));
	return (
		<Box flexDirection="column">
			<SelectInput
				key={`${index}:${height}:${items.length}`}
				items={labelled}
				initialIndex={index}
				isFocused={false}
				limit={Math.max(1, height)}
				indicatorComponent={Indicator}
				itemComponent={Item}
			/>
		</Box>
	);
}
