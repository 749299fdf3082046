import {randomUUID} from 'node:crypto';
import {absolutePath} from '../../local/cluster-file.ts';
import type {Drafts, StoredDraft} from '../../state/store/drafts.ts';
import type {Answers} from '../../ui/wizard/answers/answers.ts';
import {withoutSecrets} from '../../ui/wizard/answers/without-secrets.ts';
import {isBlank} from '../../ui/wizard/page-order.ts';
import type {Origin} from '../../ui/wizard/wizard-functions.ts';
import {sha256OfFile} from './sha256-of-file.ts';

/** The answers change with each key; the disk is not asked as often. */
const everyMs = 300;

export type AnswerKeeper = {
	readonly remember: (answers: Answers, from?: Origin) => void;
	/** The answers became this file: from now on they are its draft. */
	readonly written: (path: string) => void;
	/** Keeps what is left to keep. @returns why it could not be kept, if so. */
	readonly flush: () => string | undefined;
};

type Place = Omit<StoredDraft, 'at' | 'answers'>;

/** A file has one draft, whatever the sitting. */
function draftOfFile(path: string): Place {
	const file = absolutePath(path);
	const seen = sha256OfFile(file);
	return {id: file, file, ...(seen === undefined ? {} : {seen})};
}

/**
 * Keeps the answers of one sitting as a draft: that of their file, the one that was continued, or a new one. What can't be kept
 * must not stop who is answering: it is told at the end.
 */
export function answerKeeper(drafts: Drafts): AnswerKeeper {
	let origin: Origin = {};
	let place: Place = {id: randomUUID()};
	let known: Answers | undefined;
	let changed = false;
	let timer: NodeJS.Timeout | undefined;
	let problem: string | undefined;
	const trying = (work: () => void) => {
		try {
			work();
			problem = undefined;
		} catch (error) {
			problem = (error as Error).message;
		}
	};
	const keep = () => {
		clearTimeout(timer);
		timer = undefined;
		const answers = known;
		if (!changed || answers === undefined || isBlank(answers)) return;
		trying(() => drafts.keep({...place, at: new Date().toISOString(), answers: withoutSecrets(answers)}));
		changed = false;
	};
	/** A draft that is continued keeps what its file was when it was last read or written. */
	const placeOf = ({file, draft}: Origin): Place => {
		if (draft === undefined) return file === undefined ? {id: randomUUID()} : draftOfFile(file);
		const {at: _, answers: __, ...stored} = drafts.list().find(({id}) => id === draft) ?? {id: draft, at: '', answers: {}};
		return stored;
	};
	return {
		remember(answers, from = {}) {
			if (from.file !== origin.file || from.draft !== origin.draft) {
				keep();
				origin = from;
				trying(() => {
					place = placeOf(from);
				});
			}
			known = answers;
			changed = true;
			timer ??= setTimeout(keep, everyMs);
		},
		written(path) {
			const before = place.id;
			place = draftOfFile(path);
			changed = true;
			keep();
			if (before !== place.id && problem === undefined) trying(() => drafts.drop(before));
		},
		flush() {
			keep();
			return problem;
		},
	};
}
