import {Box, Text} from 'ink';
import {pad} from '../components/fold.ts';
import {TextInput} from '../components/text-input.tsx';
import type {Press} from '../hooks/presses.ts';
import type {FieldSpec} from './answers/fields.ts';

type Props = {
	readonly spec: FieldSpec;
	readonly value: string;
	readonly active: boolean;
	readonly bad: boolean;
	/** Columns of the label. */
	readonly label: number;
	readonly width: number;
	readonly onChange: (value: string) => void;
	readonly onKey: (press: Press) => void;
};

/** One field of a form: a text, or a choice. */
export function FieldRow({spec, value, active, bad, label, width, onChange, onKey}: Props) {
	const chosen = spec.choices?.find(one => one.value === value)?.label ?? spec.usual;
	return (
		<Box height={1}>
			<Box flexShrink={0}>
				<Text color={bad ? 'red' : 'cyan'}>{active ? '❯ ' : bad ? '✖ ' : '  '}</Text>
				<Text bold={active}>{pad(spec.label, label)}</Text>
			</Box>
			{spec.choices !== undefined && <Text wrap="truncate">{active ? `‹ ${chosen} ›` : chosen}</Text>}
			{spec.choices === undefined && (
				<TextInput
					value={value}
					onChange={onChange}
					onKey={onKey}
					isActive={active}
					width={Math.max(8, width - label - 4)}
					placeholder={spec.usual}
				/>
			)}
		</Box>
	);
}
