import {openStore} from './open-store.ts';

/** Answers that were given to the wizard, as it had them: plain JSON without a secret. */
export type StoredDraft = {
	readonly id: string;
	/** ISO 8601. */
	readonly at: string;
	readonly answers: unknown;
};

export type Drafts = {
	/** The newest first. */
	list(): readonly StoredDraft[];
	/** Adds a draft, or puts it in the place of the one with its id. */
	keep(draft: StoredDraft): void;
};

/** So many clusters can be gone back to. */
const most = 10;

const isDraft = (value: unknown): value is StoredDraft => {
	const {id, at, answers} = (value ?? {}) as Partial<StoredDraft>;
	return typeof id === 'string' && typeof at === 'string' && typeof answers === 'object' && answers !== null;
};

export function openDrafts(folder: string): Drafts {
	const store = openStore<{drafts: readonly StoredDraft[]}>(folder, 'answers', {drafts: []});
	const list = () => {
		const stored: unknown = store.get('drafts');
		return Array.isArray(stored) ? stored.filter(isDraft) : [];
	};
	return {
		list,
		keep(draft) {
			store.set('drafts', [draft, ...list().filter(({id}) => id !== draft.id)].slice(0, most));
		},
	};
}
