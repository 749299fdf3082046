import {Box, Text} from 'ink';
import {useEffect, useState} from 'react';
import {isPrompt, promptRef} from '../../../cluster/secret-refs.ts';
import type {Secret} from '../../../core/secret.ts';
import {clip, fold, pad} from '../../components/fold.ts';
import type {Hint} from '../../components/key-hints.tsx';
import {NoteLines} from '../../components/note-lines.tsx';
import {pageLayout} from '../../components/page.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {fieldOf} from '../answers/answers.ts';
import {credentialsFor, howText} from '../answers/credentials.ts';
import type {PageProps} from '../page-props.ts';
import {ReferenceInput, TypedSecret} from './credential-input.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';
import {useReferences} from './use-references.ts';

/** What is typed for a secret: itself, or where it is found, which Esc takes back. */
type Editing = 'type' | {readonly before: string};

function hintsOf(editing: Editing | undefined, inside: boolean): readonly Hint[] {
	if (editing !== undefined) {
		return [
			['Enter', editing === 'type' ? 'done' : 'try it'],
			['^U', 'empty'],
			['Esc', 'cancel'],
		];
	}
	return [
		['Enter', inside ? 'done' : 'continue'],
		['Esc', 'back'],
		['t', 'type it'],
		['r', 'reference'],
		['a', 'ask each run'],
		['n', 'none'],
		['?', 'help'],
	];
}

/** How each secret is got: typed now, by a reference, asked at each run, or not at all. */
export function CredentialsPage(props: PageProps & {readonly onClose?: () => void}) {
	const {state, reading, dispatch, size, typed, setTyped, probing, onClose} = props;
	const {answers} = state;
	const {width, body} = pageLayout(size);
	const [at, go] = useState(0);
	const [editing, edit] = useState<Editing | undefined>(undefined);
	const {tried, set, attempt} = useReferences(props);
	const help = useHelp();
	const credentials = credentialsFor(answers, reading);
	const index = Math.min(at, credentials.length - 1);
	const credential = credentials[index]!;
	const {field, label, why} = credential;
	const reference = fieldOf(answers, field);

	useEffect(() => {
		probing.hold(editing !== undefined);
		return () => probing.hold(false);
	}, [probing, editing]);
	const setReference = (value: string) => dispatch({type: 'field', id: field, value});
	const onPress = (press: Press) => {
		const key = press.name === 'text' ? press.text : press.name;
		const row = rowAfter(key, index, credentials.length);
		if (row !== undefined) return go(row);
		switch (key) {
			case 't':
				return edit('type');
			case 'r':
				if (isPrompt(reference)) setReference('');
				return edit({before: reference});
			case 'a':
				setTyped(field, undefined);
				return set(field, promptRef);
			case 'n':
				return set(field, '');
			case 'enter':
				return onClose === undefined ? dispatch({type: 'next'}) : onClose();
			case 'escape':
				return onClose === undefined ? dispatch({type: 'back'}) : onClose();
			case '?':
				return help.show();
		}
	};
	useKeys(onPress, {isActive: editing === undefined && !help.open, letters: true});
	const give = (secret: Secret | undefined) => {
		if (secret !== undefined) {
			set(field, promptRef);
			setTyped(field, secret);
		}
		edit(undefined);
	};
	const tryReference = () => {
		edit(undefined);
		void attempt(credential, reference);
	};
	const cancelReference = (before: string) => {
		// Half a command must not be run.
		setReference(before);
		edit(undefined);
	};
	const first = Math.max(...credentials.map(one => one.label.length)) + 2;
	const room = Math.max(8, width - first - 3);
	const result = tried[field];
	const note = result?.text ?? (typeof editing === 'object' ? 'env:NAME · file:PATH#KEY · exec:COMMAND' : `${label}: ${why}`);
	return (
		<PageWithHelp {...props} help={help} hints={hintsOf(editing, onClose !== undefined)}>
			<Box flexDirection="column" height={body}>
				{credentials.map((one, place) => (
					<Box key={one.field} height={1}>
						<Text color="cyan">{place === index ? '❯ ' : '  '}</Text>
						<Text bold={place === index}>{pad(one.label, first)}</Text>
						{place !== index || editing === undefined ? (
							<Text dimColor={fieldOf(answers, one.field) === ''} wrap="truncate">
								{`${tried[one.field]?.ok === false ? '✖ ' : ''}${clip(howText(answers, typed, one.field), room)}`}
							</Text>
						) : editing === 'type' ? (
							<TypedSecret onDone={give} onCancel={() => edit(undefined)} width={room} />
						) : (
							<ReferenceInput
								value={answers.fields[field] ?? ''}
								onChange={setReference}
								onDone={tryReference}
								onCancel={() => cancelReference(editing.before)}
								width={room}
							/>
						)}
					</Box>
				))}
				<Box flexGrow={1} />
				<NoteLines
					lines={fold(note, width - 1).slice(0, Math.max(1, Math.min(3, body - credentials.length)))}
					tone={result === undefined ? 'dim' : result.ok ? 'plain' : 'bad'}
				/>
			</Box>
		</PageWithHelp>
	);
}
