import {Box, Text} from 'ink';
import {useRef, useState} from 'react';
import type {Press} from '../hooks/presses.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {CursorLine} from './cursor.tsx';
import {editLine, type Line, lineOf} from './edit-line.ts';

export type InputProps = {
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** Every key that edits nothing, Enter among them: a paste is never one. */
	readonly onKey: (press: Press) => void;
	readonly isActive: boolean;
	/** Columns. */
	readonly width: number;
	/** What an empty value stands for: shown in brackets, for colour alone would not tell it from text. */
	readonly placeholder?: string;
};

/** One line of text. */
export function TextInput({value, onChange, onKey, isActive, width, placeholder = ''}: InputProps) {
	const [, redraw] = useState({});
	const line = useRef<Line>(lineOf(value));
	if (line.current.text !== value) line.current = lineOf(value);
	useKeys(
		press => {
			// An empty field leaves the question mark to the help.
			const asks = press.name === 'text' && press.text === '?' && line.current.text === '';
			const edited = asks ? undefined : editLine(line.current, press);
			if (edited === undefined) {
				onKey(press);
				return;
			}
			line.current = edited;
			redraw({});
			onChange(edited.text);
		},
		{isActive},
	);
	if (value === '' && placeholder !== '' && !isActive)
		return (
			<Text dimColor wrap="truncate">
				{`(${placeholder})`}
			</Text>
		);
	return (
		<Box>
			<CursorLine text={value} cursor={isActive ? line.current.cursor : undefined} width={value === '' ? 2 : width} />
			{value === '' && placeholder !== '' && (
				<Text dimColor wrap="truncate">
					{`(${placeholder})`}
				</Text>
			)}
		</Box>
	);
}
