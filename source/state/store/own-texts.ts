import {openNewest} from './newest.ts';
import type {Tell} from './own-file.ts';
import {sha256} from './sha256.ts';

/** So many texts are known again. */
const most = 100;

const fits = (value: unknown): value is string => typeof value === 'string';

/**
 * The cluster files that the wizard wrote, by their sha256: what somebody else wrote must not be lost to them. Where this can't
 * be read or kept, a text counts as somebody else's.
 */
export function openOwnTexts(folder: string, tell?: Tell) {
	const open = () => openNewest(folder, 'written', 'texts', {most, fits, keyOf: (hash: string) => hash}, tell);
	return {
		has(text: Uint8Array): boolean {
			try {
				return open().list().includes(sha256(text));
			} catch {
				return false;
			}
		},
		add(text: string): void {
			try {
				open().keep(sha256(text));
			} catch (error) {
				tell?.(`Cannot save which cluster files the wizard wrote: ${(error as Error).message}`);
			}
		},
	};
}
