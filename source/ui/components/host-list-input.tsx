import {Box, Text} from 'ink';
import {useRef, useState} from 'react';
import type {Press} from '../hooks/presses.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {CursorLine} from './cursor.tsx';
import {editBox, lineAt} from './edit-box.ts';
import {type Line, lineOf} from './edit-line.ts';
import {clip, windowStart} from './fold.ts';

type Props = {
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** Keys that edit nothing, such as Tab; Enter is a line end here. */
	readonly onKey: (press: Press) => void;
	/** What is wrong with a line, counted from 0 on. */
	readonly problems: ReadonlyMap<number, string>;
	readonly isActive: boolean;
	readonly width: number;
	readonly height: number;
	readonly placeholder: readonly string[];
};

/** A box of several lines, each with its number and what is wrong with it. */
export function HostListInput({value, onChange, onKey, problems, isActive, width, height, placeholder}: Props) {
	const [, redraw] = useState({});
	const box = useRef<Line>(lineOf(value));
	const top = useRef(0);
	if (box.current.text !== value) box.current = lineOf(value);
	useKeys(
		press => {
			const asks = press.name === 'text' && press.text === '?' && box.current.text === '';
			const edited = asks ? undefined : editBox(box.current, press, height);
			if (edited === undefined) {
				onKey(press);
				return;
			}
			box.current = edited;
			redraw({});
			onChange(edited.text);
		},
		{isActive},
	);
	const lines = value.split('\n');
	const {row, start} = lineAt(box.current);
	top.current = windowStart(row, lines.length, height, top.current);
	const gutter = String(lines.length).length;
	return (
		<Box flexDirection="column">
			{value === '' &&
				placeholder.slice(0, height).map((text, index) => (
					<Text key={text} wrap="truncate">
						<Text dimColor>{`${index + 1} `}</Text>
						{index === 0 && isActive && <CursorLine text="" cursor={0} width={2} />}
						<Text dimColor>{`${index === 0 ? 'such as' : 'or'} ${text}`}</Text>
					</Text>
				))}
			{value !== '' &&
				lines.slice(top.current, top.current + height).map((text, index) => {
					const number = top.current + index;
					const problem = problems.get(number);
					// The line comes first: what is wrong with it gets the columns that are left, or half of them.
					const free = width - gutter - 1;
					const own = problem === undefined ? free : Math.min(text.length + 1, Math.max(12, free >> 1));
					const note = problem === undefined ? '' : clip(`✖ ${problem}`, free - own - 2);
					return (
						<Box key={number} height={1}>
							<Text dimColor>{`${String(number + 1).padStart(gutter)} `}</Text>
							<CursorLine text={text} cursor={isActive && number === row ? box.current.cursor - start : undefined} width={own} />
							{note !== '' && <Text color="red" wrap="truncate">{`  ${note}`}</Text>}
						</Box>
					);
				})}
		</Box>
	);
}
