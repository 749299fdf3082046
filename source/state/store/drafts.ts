import {type Droppable, type Newest, openNewest} from './newest.ts';
import type {Tell} from './own-file.ts';

/** Answers that were given to the wizard, as it had them: plain JSON without a secret. */
export type StoredDraft = {
	readonly id: string;
	/** ISO 8601. */
	readonly at: string;
	readonly answers: unknown;
	/** The cluster file that they were read from or written to, absolute: it has one draft. */
	readonly file?: string;
	/** The sha256 of that file then: with another one it was changed since. */
	readonly seen?: string;
};

/** By their ids. */
export type Drafts = Newest<StoredDraft> & Droppable;

/** So many clusters can be gone back to. */
const most = 10;

const fits = (value: unknown): value is StoredDraft => {
	const {id, at, answers, file = '', seen = ''} = (value ?? {}) as Partial<StoredDraft>;
	const texts = [id, at, file, seen].every(text => typeof text === 'string');
	return texts && typeof answers === 'object' && answers !== null;
};

export const openDrafts = (folder: string, tell?: Tell): Drafts =>
	openNewest(folder, 'answers', 'drafts', {most, fits, keyOf: ({id}: StoredDraft) => id}, tell);
