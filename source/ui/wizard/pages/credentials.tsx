import {Box, Text} from 'ink';
import {useEffect, useState} from 'react';
import type {Secret} from '../../../core/secret.ts';
import {clip, fold, pad} from '../../components/fold.ts';
import type {Hint} from '../../components/key-hints.tsx';
import {pageLayout} from '../../components/page.tsx';
import {SecretInput} from '../../components/secret-input.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {fieldOf} from '../answers/answers.ts';
import {credentialsFor, howText} from '../answers/credentials.ts';
import type {PageProps} from '../page-props.ts';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

type Tried = {readonly text: string; readonly ok: boolean};

function hintsOf(editing: 'type' | 'reference' | undefined, inside: boolean): readonly Hint[] {
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
	const {state, reading, dispatch, size, typed, setTyped, functions, probing, onClose} = props;
	const {answers} = state;
	const {width, body} = pageLayout(size);
	const [at, go] = useState(0);
	const [editing, edit] = useState<'type' | 'reference' | undefined>(undefined);
	/** What is being typed: it counts once it is done, for half a password must not be tried. */
	const [secret, setSecret] = useState<Secret | undefined>(undefined);
	/** The reference that Esc brings back. */
	const [before, setBefore] = useState('');
	const [tried, setTried] = useState<Readonly<Record<string, Tried>>>({});
	const help = useHelp();
	const credentials = credentialsFor(answers, reading);
	const index = Math.min(at, credentials.length - 1);
	const {field, label, why} = credentials[index]!;
	const reference = fieldOf(answers, field);

	useEffect(() => {
		probing.hold(editing !== undefined);
		return () => probing.hold(false);
	}, [probing, editing]);
	const set = (ref: string) => {
		setTried(({[field]: _, ...rest}) => rest);
		dispatch({type: 'field', id: field, value: ref});
		if (!ref.startsWith('prompt')) setTyped(field, undefined);
	};
	const tell = (text: string, ok: boolean) => setTried(known => ({...known, [field]: {text, ok}}));
	const tryReference = async () => {
		edit(undefined);
		set(reference);
		if (reference === '' || reference.startsWith('prompt')) return;
		const problem = reading.problems.get(field);
		if (problem !== undefined) return tell(`✖ ${problem.message}${problem.hint === undefined ? '' : `\n${problem.hint}`}`, false);
		tell('trying …', true);
		try {
			tell(`✔ found, ${await functions.trySecret(reference, label)} characters`, true);
		} catch (error) {
			const {message, hint} = error as Error & {hint?: string};
			tell(`✖ ${message}${hint === undefined ? '' : `\n${hint}`}`, false);
		}
	};
	const onPress = (press: Press) => {
		const key = press.name === 'text' ? press.text : press.name;
		const row = rowAfter(key, index, credentials.length);
		if (row !== undefined) return go(row);
		switch (key) {
			case 't':
				setSecret(undefined);
				return edit('type');
			case 'r':
				setBefore(reference);
				if (reference.startsWith('prompt')) dispatch({type: 'field', id: field, value: ''});
				return edit('reference');
			case 'a':
				setTyped(field, undefined);
				return set('prompt:');
			case 'n':
				return set('');
			case 'enter':
				return onClose === undefined ? dispatch({type: 'next'}) : onClose();
			case 'escape':
				return onClose === undefined ? dispatch({type: 'back'}) : onClose();
			case '?':
				return help.show();
		}
	};
	useKeys(onPress, {isActive: editing === undefined && !help.open, letters: true});
	const onEditKey = (press: Press) => {
		const given = press.name === 'enter' || press.name === 'tab';
		if (!given && press.name !== 'escape') return;
		if (editing === 'reference') {
			// Half a command must not be run.
			if (!given) dispatch({type: 'field', id: field, value: before});
			void (given ? tryReference() : edit(undefined));
			return;
		}
		if (given && secret !== undefined) {
			set('prompt:');
			setTyped(field, secret);
		}
		edit(undefined);
	};
	const first = Math.max(...credentials.map(one => one.label.length)) + 2;
	const room = Math.max(8, width - first - 3);
	const result = tried[field];
	const note = result?.text ?? (editing === 'reference' ? 'env:NAME · file:PATH#KEY · exec:COMMAND' : `${label}: ${why}`);
	return (
		<PageWithHelp {...props} help={help} hints={hintsOf(editing, onClose !== undefined)}>
			<Box flexDirection="column" height={body}>
				{credentials.map((one, place) => (
					<Box key={one.field} height={1}>
						<Text color="cyan">{place === index ? '❯ ' : '  '}</Text>
						<Text bold={place === index}>{pad(one.label, first)}</Text>
						{place === index && editing === 'type' && (
							<SecretInput value={secret} onChange={setSecret} onKey={onEditKey} isActive width={room} />
						)}
						{place === index && editing === 'reference' && (
							<TextInput
								value={answers.fields[field] ?? ''}
								onChange={value => dispatch({type: 'field', id: field, value})}
								onKey={onEditKey}
								isActive
								width={room}
								placeholder="env:NAME"
							/>
						)}
						{(place !== index || editing === undefined) && (
							<Text dimColor={fieldOf(answers, one.field) === ''} wrap="truncate">
								{`${tried[one.field]?.ok === false ? '✖ ' : ''}${clip(howText(answers, typed, one.field), room)}`}
							</Text>
						)}
					</Box>
				))}
				<Box flexGrow={1} />
				{fold(note, width - 1)
					.slice(0, Math.max(1, Math.min(3, body - credentials.length)))
					.map(line => (
						<Text key={line} color={result?.ok === false ? 'red' : undefined} dimColor={result === undefined} wrap="truncate">
							{line}
						</Text>
					))}
			</Box>
		</PageWithHelp>
	);
}
