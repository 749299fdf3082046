import type {SecretRef} from '../cluster/cluster.ts';
import {parseSecretRef, promptRef, type SecretSource, secretRefForms} from '../cluster/secret-refs.ts';
import {InputError} from '../core/errors.ts';
import {Secret} from '../core/secret.ts';
import {runForSecret} from './secret-exec.ts';
import {secretFromFile} from './secret-file.ts';

/** Asks the person at the terminal for what the label names. */
export type Ask = (label: string) => Promise<Secret>;

export type SecretResolver = {
	/** `what` names the secret in questions and errors, such as `ssh.sudoPassword`. */
	resolve(ref: SecretRef, what: string): Promise<Secret>;
	/** Puts a question of a host to the person, in turn with those for secrets; undefined where nobody can be asked. */
	ask(question: string): Promise<Secret | undefined>;
	/** What was fetched may be wrong, or have been changed: it is fetched again when it is needed. */
	forget(): void;
};

async function fetchSecret(source: SecretSource, what: string, ask: Ask, environment: NodeJS.ProcessEnv): Promise<string> {
	switch (source.kind) {
		case 'env': {
			const value = environment[source.name];
			if (value !== undefined) return value;
			throw new InputError(`${what}: the environment variable ${source.name} is not set`, {
				hint: `set it for this command: read -rs ${source.name} && export ${source.name}`,
			});
		}
		case 'file':
			return secretFromFile(source.path, source.key, what);
		case 'exec':
			return runForSecret(source.command, what);
		case 'prompt':
			return (await ask(source.label ?? what)).reveal();
	}
}

/** One line end at the end belongs to the file or the command, not to the secret. */
function withoutLineEnd(text: string): string {
	return text.replace(/\r?\n$/, '');
}

/**
 * Fetches one secret, each time anew.
 * @throws InputError when it isn't there, is empty, or holds what no password can: a line break or NUL.
 */
export async function resolveSecret(
	ref: SecretRef,
	what: string,
	ask: Ask,
	environment: NodeJS.ProcessEnv = process.env,
): Promise<Secret> {
	const source = parseSecretRef(ref);
	if ('problem' in source) throw new InputError(`${what}: ${source.problem}`, {hint: `it takes ${secretRefForms}`});
	const text = await fetchSecret(source, what, ask, environment);
	const value = source.kind === 'file' || source.kind === 'exec' ? withoutLineEnd(text) : text;
	const from = source.kind === 'prompt' ? 'the answer' : `what ${source.kind}: gives`;
	if (value === '')
		throw new InputError(`${what}: ${from} is empty`, {
			hint: 'secrets must not be empty: leave the key out of the cluster file',
		});
	if (/[\0\r\n]/.test(value)) {
		throw new InputError(`${what}: ${from} has more than one line`, {
			hint: 'a secret is one line; file:PATH#KEY picks one of several',
		});
	}
	return new Secret(value);
}

/** Secrets that were typed, by the references that stand for them. */
export type GivenSecrets = ReadonlyMap<SecretRef, Secret>;

/** Secrets that were fetched, for resolvers that follow one another: a password manager is asked once. */
export type FetchedSecrets = Map<string, Promise<Secret>>;

/** A resolver that fetches each secret once and asks one question at a time; those that are `given` it does not fetch. */
export function createSecretResolver(
	ask: Ask,
	{
		given = new Map(),
		fetched = new Map(),
		environment = process.env,
		takesQuestions = true,
	}: {
		readonly given?: GivenSecrets;
		readonly fetched?: FetchedSecrets;
		readonly environment?: NodeJS.ProcessEnv;
		/** Whether hosts may ask: not while a screen has the terminal. */
		readonly takesQuestions?: boolean;
	} = {},
): SecretResolver {
	let asked: Promise<unknown> = Promise.resolve();
	const askInTurn: Ask = label => {
		const answer = asked.then(() => ask(label));
		asked = answer.catch(() => undefined);
		return answer;
	};
	return {
		async resolve(ref, what) {
			// Two places with a bare `prompt:` are two questions.
			const key = ref === promptRef ? `${ref}${what}` : ref;
			const known = given.get(key) ?? fetched.get(key);
			if (known !== undefined) return known;
			const secret = resolveSecret(ref, what, askInTurn, environment);
			fetched.set(key, secret);
			// What failed may be there the next time: a locked vault is unlocked.
			secret.catch(() => fetched.get(key) === secret && fetched.delete(key));
			return secret;
		},
		async ask(question) {
			if (!takesQuestions) return undefined;
			return askInTurn(question).catch((error: unknown) => {
				if (error instanceof InputError) return undefined;
				throw error;
			});
		},
		forget: () => fetched.clear(),
	};
}
