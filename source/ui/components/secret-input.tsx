import {Text} from 'ink';
import {useRef} from 'react';
import {Secret, signsFor} from '../../core/secret.ts';
import type {Press} from '../hooks/presses.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {CursorLine} from './cursor.tsx';
import {lineOf, printable} from './edit-line.ts';

type Props = {
	readonly value: Secret | undefined;
	/** Undefined: there is none any more. */
	readonly onChange: (value: Secret | undefined) => void;
	readonly onKey: (press: Press) => void;
	readonly isActive: boolean;
	readonly width: number;
	readonly placeholder?: string;
};

/** What a key makes of a secret; undefined for a key that does nothing to it. Its characters are not seen, so its end alone is edited. */
function edited(value: string, press: Press): string | undefined {
	switch (press.name) {
		case 'text':
			return value + press.text;
		case 'paste':
			// The line end that was copied along belongs to the clipboard, not to the secret.
			return value + printable(press.text.split('\n')[0]!);
		case 'backspace':
			return [...value].slice(0, -1).join('');
		case 'ctrl+u':
		case 'ctrl+w':
			return '';
		default:
			return undefined;
	}
}

/** A masked line. What is typed goes into a `Secret` at once and stands in no property as text. */
export function SecretInput({value, onChange, onKey, isActive, width, placeholder = ''}: Props) {
	const secret = useRef(value);
	secret.current = value;
	useKeys(
		press => {
			const text = edited(secret.current?.reveal() ?? '', press);
			if (text === undefined) {
				onKey(press);
				return;
			}
			secret.current = text === '' ? undefined : new Secret(text);
			onChange(secret.current);
		},
		{isActive},
	);
	const length = value === undefined ? 0 : [...value.reveal()].length;
	if (length === 0 && placeholder !== '' && !isActive)
		return (
			<Text dimColor wrap="truncate">
				{`(${placeholder})`}
			</Text>
		);
	const {text, cursor} = lineOf('•'.repeat(signsFor(length)));
	return <CursorLine text={text} cursor={isActive ? cursor : undefined} width={width} />;
}
