import {useState} from 'react';
import {isPrompt} from '../../../cluster/secret-refs.ts';
import type {SecretField} from '../answers/answers.ts';
import type {Credential} from '../answers/credentials.ts';
import type {PageProps} from '../page-props.ts';

type Tried = {readonly text: string; readonly ok: boolean};

type References = {
	readonly tried: Readonly<Partial<Record<SecretField, Tried>>>;
	/** An empty reference: the secret is not got at all. */
	readonly set: (field: SecretField, reference: string) => void;
	/** Sets it, and fetches the secret once, if it is one that asks nobody. */
	readonly attempt: (of: Credential, reference: string) => Promise<void>;
};

const problemText = ({message, hint}: {readonly message: string; readonly hint?: string}) =>
	`✖ ${message}${hint === undefined ? '' : `\n${hint}`}`;

/** Where the secrets are found, and what came of trying that, until it is changed. */
export function useReferences({reading, dispatch, setTyped, functions}: PageProps): References {
	const [tried, setTried] = useState<References['tried']>({});
	const set = (field: SecretField, reference: string) => {
		setTried(({[field]: _, ...rest}) => rest);
		dispatch({type: 'field', id: field, value: reference});
		if (!isPrompt(reference)) setTyped(field, undefined);
	};
	return {
		tried,
		set,
		async attempt({field, label}, reference) {
			const tell = (text: string, ok: boolean) => setTried(known => ({...known, [field]: {text, ok}}));
			set(field, reference);
			if (reference === '' || isPrompt(reference)) return;
			const problem = reading.problems.get(field);
			if (problem !== undefined) return tell(problemText(problem), false);
			tell('trying …', true);
			try {
				await functions.trySecret(reference, label);
				tell('✔ found', true);
			} catch (error) {
				tell(problemText(error as Error & {hint?: string}), false);
			}
		},
	};
}
