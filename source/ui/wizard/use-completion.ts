import {useState} from 'react';
import {cleanPath} from './local-path.ts';
import type {WizardFunctions} from './wizard-functions.ts';

/** The longest beginning that all texts share. */
function common(texts: readonly string[]): string {
	const [first = '', ...rest] = texts;
	let length = first.length;
	for (const text of rest) while (!text.startsWith(first.slice(0, length))) length--;
	return first.slice(0, length);
}

/** What was found for a path, in one line; undefined for the one that was meant. */
function foundText(paths: readonly string[]): string | undefined {
	if (paths.length === 0) return 'no such path';
	return paths.length > 1 ? paths.map(path => path.replace(/^.*\/(?=.)/, '')).join('  ') : undefined;
}

export type Completion = {
	readonly found: string | undefined;
	readonly forget: () => void;
	/** `onLonger` gets the path as far as it is sure. */
	readonly complete: (path: string, onLonger: (path: string) => void) => Promise<void>;
};

/** Completes paths as a shell does. */
export function useCompletion(pathsOf: WizardFunctions['complete']): Completion {
	const [found, setFound] = useState<string | undefined>(undefined);
	return {
		found,
		forget: () => setFound(undefined),
		async complete(path, onLonger) {
			const paths = await pathsOf(cleanPath(path)).catch(() => []);
			const shared = common(paths);
			if (shared.length > path.length) onLonger(shared);
			setFound(foundText(paths));
		},
	};
}
