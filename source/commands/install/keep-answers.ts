import {randomUUID} from 'node:crypto';
import type {Drafts} from '../../state/store/drafts.ts';
import type {Answers} from '../../ui/wizard/answers/answers.ts';
import {withoutSecrets} from '../../ui/wizard/answers/without-secrets.ts';
import {isBlank} from '../../ui/wizard/page-order.ts';

/** The answers change with each key; the disk is not asked as often. */
const everyMs = 300;

export type AnswerKeeper = {
	readonly remember: (answers: Answers) => void;
	/** Keeps what is left to keep. @returns why it could not be kept, if so. */
	readonly flush: () => string | undefined;
};

/** Keeps the answers of one sitting as one draft. What can't be kept must not stop who is answering: it is told at the end. */
export function answerKeeper(drafts: Drafts): AnswerKeeper {
	const id = randomUUID();
	let latest: Answers | undefined;
	let timer: NodeJS.Timeout | undefined;
	let problem: string | undefined;
	const keep = () => {
		clearTimeout(timer);
		timer = undefined;
		if (latest === undefined || isBlank(latest)) return;
		try {
			drafts.keep({id, at: new Date().toISOString(), answers: withoutSecrets(latest)});
			problem = undefined;
		} catch (error) {
			problem = (error as Error).message;
		}
		latest = undefined;
	};
	return {
		remember(answers) {
			latest = answers;
			timer ??= setTimeout(keep, everyMs);
		},
		flush() {
			keep();
			return problem;
		},
	};
}
