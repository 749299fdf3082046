import {Box, Text} from 'ink';
import {useState} from 'react';
import {clip, fold, pad, windowStart} from '../components/fold.ts';
import {TextInput} from '../components/text-input.tsx';
import type {Press} from '../hooks/presses.ts';
import {useKeys} from '../hooks/use-keys.ts';
import type {FieldId} from './answers/answers.ts';
import type {FieldSpec} from './answers/fields.ts';
import type {AnswerProblem} from './answers/reading.ts';
import {cleanPath} from './local-path.ts';

type Props = {
	readonly fields: readonly FieldSpec[];
	/** A first line that accepts everything as it is. */
	readonly accept?: string;
	readonly values: Readonly<Partial<Record<FieldId, string>>>;
	readonly problemOf: (id: FieldId) => AnswerProblem | undefined;
	/** A remark on a field that is right, such as what was found in a file. */
	readonly noteOf?: (id: FieldId) => string | undefined;
	readonly onChange: (id: FieldId, value: string) => void;
	/** Everything is right, and the last Enter was pressed. */
	readonly onDone: () => void;
	/** Keys that are not the form's: Esc, and `?` on an empty field or Ctrl+O anywhere for help with the field. */
	readonly onKey: (press: Press, field: FieldId | undefined) => void;
	readonly complete: (path: string) => Promise<readonly string[]>;
	readonly width: number;
	readonly height: number;
};

/** The longest beginning that all texts share. */
function common(texts: readonly string[]): string {
	const [first = '', ...rest] = texts;
	let length = first.length;
	for (const text of rest) while (!text.startsWith(first.slice(0, length))) length--;
	return first.slice(0, length);
}

/** The value of a choice that is `by` places further. */
function turned({choices = []}: FieldSpec, value: string, by: number): string {
	const at = Math.max(
		0,
		choices.findIndex(choice => choice.value === value),
	);
	return choices[(at + by + choices.length) % choices.length]?.value ?? '';
}

/** Rows below the fields for what is to be said of the one with the cursor. They are always there, so that nothing jumps. */
const noteRows = (height: number) => (height >= 10 ? 3 : 2);

/** Fields one below the other: Enter and the arrows move, left and right choose, Enter on the last one is done. */
export function Form(props: Props) {
	const {fields, accept, values, problemOf, noteOf, onChange, onDone, onKey, complete, width, height} = props;
	const lead = accept === undefined ? 0 : 1;
	const [at, go] = useState(0);
	const [submitted, submit] = useState<ReadonlySet<FieldId>>(new Set());
	const [found, setFound] = useState<string | undefined>(undefined);
	const index = Math.min(at, fields.length + lead - 1);
	const field = fields[index - lead];
	const value = field === undefined ? '' : (values[field.id] ?? '');

	const wrong = (spec: FieldSpec): AnswerProblem | undefined => {
		const empty = (values[spec.id] ?? '').trim() === '';
		if (spec.needed && empty) return {message: `${spec.label} is needed`};
		return empty && spec.id !== 'source.host' ? undefined : problemOf(spec.id);
	};
	/** Whether it is time to say what is wrong with a field: not yet for an empty one, nor for a path without its end. */
	const told = (spec: FieldSpec): boolean => {
		const text = (values[spec.id] ?? '').trim();
		return submitted.has(spec.id) || (text !== '' && !(spec.path && !/\.\w+["']?$/.test(text)));
	};
	const move = (to: number) => {
		setFound(undefined);
		go(Math.min(Math.max(to, 0), fields.length + lead - 1));
	};
	const done = () => {
		const bad = fields.findIndex(spec => wrong(spec) !== undefined);
		submit(new Set(fields.map(spec => spec.id)));
		if (bad < 0) onDone();
		else move(bad + lead);
	};
	const completePath = async (spec: FieldSpec) => {
		const paths = await complete(cleanPath(value)).catch(() => []);
		const shared = common(paths);
		if (shared.length > value.length) onChange(spec.id, shared);
		setFound(
			paths.length > 1
				? paths.map(path => path.replace(/^.*\/(?=.)/, '')).join('  ')
				: paths.length === 0
					? 'no such path'
					: undefined,
		);
	};
	const onPress = (press: Press) => {
		switch (press.name) {
			case 'enter':
				if (index === fields.length + lead - 1 || field === undefined) done();
				else if (wrong(field) === undefined) move(index + 1);
				else submit(new Set([...submitted, field.id]));
				return;
			case 'tab':
				if (field?.path && value.trim() !== '') void completePath(field);
				else move(index + 1);
				return;
			case 'down':
				return move(index + 1);
			case 'up':
			case 'back-tab':
				return move(index - 1);
			case 'ctrl+d':
				return done();
			case 'left':
			case 'right':
				if (field?.choices) onChange(field.id, turned(field, value, press.name === 'left' ? -1 : 1));
				return;
			case 'text':
				if (press.text === ' ' && field?.choices) return onChange(field.id, turned(field, value, 1));
		}
		onKey(press, field?.id);
	};
	// A text field reads its keys itself and hands on the others.
	const typing = field !== undefined && field.choices === undefined;
	useKeys(onPress, {isActive: !typing, letters: true});

	const label = Math.max(...fields.map(spec => spec.label.length)) + 2;
	const room = Math.max(1, height - noteRows(height));
	const start = windowStart(index, fields.length + lead, room);
	const problem = field === undefined ? undefined : wrong(field);
	const shown = problem !== undefined && found === undefined && told(field!);
	const choice = field?.choices?.find(one => one.value === value);
	const remark = field === undefined ? undefined : (found ?? noteOf?.(field.id) ?? choice?.note);
	const note = shown ? [`✖ ${problem.message}`, problem.hint ?? ''].filter(line => line !== '').join('\n') : (remark ?? '');
	return (
		<Box flexDirection="column">
			{lead === 1 && start === 0 && (
				<Text wrap="truncate" bold={index === 0}>
					<Text color="cyan">{index === 0 ? '❯ ' : '  '}</Text>
					{accept}
				</Text>
			)}
			{fields.slice(Math.max(0, start - lead), Math.max(0, start + room - lead)).map(spec => {
				const active = spec.id === field?.id;
				const text = values[spec.id] ?? '';
				const bad = told(spec) && wrong(spec) !== undefined;
				const chosen = spec.choices?.find(one => one.value === text)?.label ?? spec.usual;
				const space = Math.max(8, width - label - 4);
				return (
					<Box key={spec.id} height={1}>
						<Text color={bad ? 'red' : 'cyan'}>{active ? '❯ ' : bad ? '✖ ' : '  '}</Text>
						<Text bold={active}>{pad(spec.label, label)}</Text>
						{spec.choices !== undefined && <Text wrap="truncate">{active ? `‹ ${chosen} ›` : chosen}</Text>}
						{spec.choices === undefined && (
							<TextInput
								value={text}
								onChange={next => {
									setFound(undefined);
									onChange(spec.id, next);
								}}
								onKey={onPress}
								isActive={active}
								width={space}
								placeholder={spec.usual}
							/>
						)}
					</Box>
				);
			})}
			<Box flexDirection="column" marginTop={height >= 10 ? 1 : 0}>
				{fold(note, width - 3)
					.slice(0, 2)
					.map(line => (
						<Text key={line} color={shown ? 'red' : undefined} dimColor={!shown} wrap="truncate">
							{`  ${clip(line, width - 3)}`}
						</Text>
					))}
			</Box>
		</Box>
	);
}
