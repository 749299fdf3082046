import {type Newest, openNewest} from './newest.ts';
import type {Tell} from './own-file.ts';

/** Answers that were given to the wizard, as it had them: plain JSON without a secret. */
export type StoredDraft = {
	readonly id: string;
	/** ISO 8601. */
	readonly at: string;
	readonly answers: unknown;
};

/** By their ids. */
export type Drafts = Newest<StoredDraft>;

/** So many clusters can be gone back to. */
const most = 10;

const fits = (value: unknown): value is StoredDraft => {
	const {id, at, answers} = (value ?? {}) as Partial<StoredDraft>;
	return typeof id === 'string' && typeof at === 'string' && typeof answers === 'object' && answers !== null;
};

export const openDrafts = (folder: string, tell?: Tell): Drafts =>
	openNewest(folder, 'answers', 'drafts', {most, fits, keyOf: ({id}: StoredDraft) => id}, tell);
