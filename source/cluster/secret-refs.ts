/** Where a secret is fetched from when it is needed. */
export type SecretSource =
	| {readonly kind: 'env'; readonly name: string}
	/** Without `key` the whole file, less one line end. */
	| {readonly kind: 'file'; readonly path: string; readonly key: string | undefined}
	| {readonly kind: 'exec'; readonly command: string}
	/** `label` is what is asked for, if not what the place in the cluster file says. */
	| {readonly kind: 'prompt'; readonly label: string | undefined};

export type SecretRefProblem = {readonly problem: string};

export const secretRefForms = 'env:NAME, file:PATH, file:PATH#KEY, exec:COMMAND or prompt:';

/** What a reference looks like at first sight; `parseSecretRef` looks closer. */
export const secretRefPattern = /^(?:env|file|exec):[^\x00-\x1f\x7f]+$|^prompt(?::[^\x00-\x1f\x7f]*)?$/;

/**
 * Reads `env:NAME`, `file:PATH`, `file:PATH#KEY`, `exec:COMMAND`, `prompt:` (or `prompt`) or `prompt:LABEL`. The last `#` of a file
 * reference begins the key. A text that is none of them may be the secret itself: `problem` never quotes it.
 */
export function parseSecretRef(text: string): SecretSource | SecretRefProblem {
	if (/[\x00-\x1f\x7f]/.test(text)) return {problem: 'a reference to a secret holds no control characters'};
	const [, scheme, rest = ''] = /^(env|file|exec|prompt):(.*)$/.exec(text === 'prompt' ? 'prompt:' : text) ?? [];
	const value = rest.trim();
	switch (scheme) {
		case 'env':
			return /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
				? {kind: 'env', name: value}
				: {problem: 'env: takes the name of an environment variable: letters, digits and _'};
		case 'file': {
			const hash = value.lastIndexOf('#');
			const path = hash < 0 ? value : value.slice(0, hash);
			const key = hash < 0 ? undefined : value.slice(hash + 1);
			if (path === '') return {problem: 'file: takes a path'};
			if (key === '') return {problem: 'file:PATH# lacks the key; leave out the # for the whole file'};
			return {kind: 'file', path, key};
		}
		case 'exec':
			return value === '' ? {problem: 'exec: takes a command'} : {kind: 'exec', command: value};
		case 'prompt':
			return {kind: 'prompt', label: value === '' ? undefined : value};
		default:
			return {problem: 'a secret itself does not belong in a cluster file'};
	}
}

/** Whether a value of a cluster file is a command line that prints a secret. It may hold one itself, such as `curl -u NAME:PASSWORD`. */
export const isCommandRef = (value: unknown): boolean => typeof value === 'string' && value.trimStart().startsWith('exec:');

/** The reference that asks a person at each run, for what its place in the file is called. */
export const promptRef = 'prompt:';

/** Whether a person is asked for what a reference stands for. */
export function isPrompt(ref: string): boolean {
	const source = parseSecretRef(ref);
	return 'kind' in source && source.kind === 'prompt';
}
