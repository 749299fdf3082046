import {Box, Text} from 'ink';
import {useState} from 'react';
import {fold, windowStart} from '../components/fold.ts';
import {NoteLines} from '../components/note-lines.tsx';
import type {Press} from '../hooks/presses.ts';
import {useKeys} from '../hooks/use-keys.ts';
import type {FieldId} from './answers/answers.ts';
import type {FieldSpec} from './answers/fields.ts';
import type {AnswerProblem} from './answers/reading.ts';
import {fieldProblem, isWhole} from './field-problem.ts';
import {FieldRow} from './field-row.tsx';
import {useCompletion} from './use-completion.ts';

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

/** The value of a choice that is `by` places further. */
function turned({choices = []}: FieldSpec, value: string, by: number): string {
	const at = Math.max(
		0,
		choices.findIndex(choice => choice.value === value),
	);
	return choices[(at + by + choices.length) % choices.length]?.value ?? '';
}

/** The most rows of a note, where fields leave room for them. */
const mostNoteRows = 5;

/** Rows below the fields for what is to be said of the one with the cursor. They are always there, so that nothing jumps. */
const noteRows = (height: number) => (height >= 10 ? 3 : 2);

function AcceptRow({text, active}: {readonly text: string; readonly active: boolean}) {
	return (
		<Text wrap="truncate" bold={active}>
			<Text color="cyan">{active ? '❯ ' : '  '}</Text>
			{text}
		</Text>
	);
}

type NoteProps = {
	readonly problem: AnswerProblem | undefined;
	readonly remark: string | undefined;
	readonly width: number;
	readonly rows: number;
};

/** What is wrong with the field that has the cursor, or what else there is to say of it. */
function FieldNote({problem, remark = '', width, rows}: NoteProps) {
	const told =
		problem === undefined ? remark : [`✖ ${problem.message}`, problem.hint ?? ''].filter(line => line !== '').join('\n');
	const lines = fold(told, width - 3).slice(0, rows);
	return <NoteLines lines={lines.map(line => `  ${line}`)} tone={problem === undefined ? 'dim' : 'bad'} />;
}

/** Fields one below the other: Enter and the arrows move, left and right choose, Enter on the last one is done. */
export function Form(props: Props) {
	const {fields, accept, values, problemOf, noteOf, onChange, onDone, onKey, complete, width, height} = props;
	const lead = accept === undefined ? 0 : 1;
	const [at, go] = useState(0);
	const [submitted, submit] = useState<ReadonlySet<FieldId>>(new Set());
	const completion = useCompletion(complete);
	const index = Math.min(at, fields.length + lead - 1);
	const field = fields[index - lead];

	const textOf = ({id}: FieldSpec): string => values[id] ?? '';
	const value = field === undefined ? '' : textOf(field);
	const wrong = (spec: FieldSpec) => fieldProblem(spec, textOf(spec), problemOf);
	/** Whether it is time to say what is wrong with a field. */
	const told = (spec: FieldSpec) => submitted.has(spec.id) || isWhole(spec, textOf(spec));
	const move = (to: number) => {
		completion.forget();
		go(Math.min(Math.max(to, 0), fields.length + lead - 1));
	};
	const done = () => {
		const bad = fields.findIndex(spec => wrong(spec) !== undefined);
		submit(new Set(fields.map(spec => spec.id)));
		if (bad < 0) onDone();
		else move(bad + lead);
	};
	const onPress = (press: Press) => {
		switch (press.name) {
			case 'enter':
				if (index === fields.length + lead - 1 || field === undefined) done();
				else if (wrong(field) === undefined) move(index + 1);
				else submit(new Set([...submitted, field.id]));
				return;
			case 'tab':
				if (field?.path && value.trim() !== '') void completion.complete(value, path => onChange(field.id, path));
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
	const gap = height >= 10 ? 1 : 0;
	const left = height - Math.min(fields.length + lead, room) - gap;
	const {found} = completion;
	const problem = field !== undefined && found === undefined && told(field) ? wrong(field) : undefined;
	const choice = field?.choices?.find(one => one.value === value);
	const remark = field === undefined ? undefined : (found ?? noteOf?.(field.id) ?? choice?.note);
	return (
		<Box flexDirection="column">
			{accept !== undefined && start === 0 && <AcceptRow text={accept} active={index === 0} />}
			{fields.slice(Math.max(0, start - lead), Math.max(0, start + room - lead)).map(spec => (
				<FieldRow
					key={spec.id}
					spec={spec}
					value={textOf(spec)}
					active={spec.id === field?.id}
					bad={told(spec) && wrong(spec) !== undefined}
					label={label}
					width={width}
					onChange={next => {
						completion.forget();
						onChange(spec.id, next);
					}}
					onKey={onPress}
				/>
			))}
			<Box flexDirection="column" marginTop={gap}>
				<FieldNote problem={problem} remark={remark} width={width} rows={Math.min(left, mostNoteRows)} />
			</Box>
		</Box>
	);
}
