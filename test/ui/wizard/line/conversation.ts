import {Secret} from '../../../../source/core/secret.ts';
import {askByLines, type LineFormOptions} from '../../../../source/ui/wizard/line/line-form.ts';
import {fakeFunctions, nobody} from '../scene.tsx';

/** Hosts without a remark, and the login left as it is. */
export const threeHosts = [
	['host 1', 'a b c'],
	['host 2', ''],
	['cluster name', ''],
	['SSH user', ''],
	['SSH port', ''],
	['private key', ''],
] as const;

/** Answers the questions in turn; each entry is a beginning of the question and the answer to it. */
export function conversation(
	script: readonly (readonly [question: string, answer: string])[],
	options: Partial<LineFormOptions> = {},
) {
	const said: string[] = [];
	const waiting = [...script];
	const answer = async (question: string): Promise<string> => {
		said.push(question);
		const next = waiting.shift();
		if (next === undefined || !question.startsWith(next[0])) throw new Error(`unscripted: ${question}\n${said.join('\n')}`);
		return next[1];
	};
	const lines = {
		ask: answer,
		askSecret: async (question: string) => new Secret(await answer(question)),
		say: (line: string) => void said.push(line),
	};
	const {functions, calls} = fakeFunctions();
	return {said, calls, waiting, result: () => askByLines({lines, functions, beginning: nobody, ...options})};
}
