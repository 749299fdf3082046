import type {Secret} from '../../../core/secret.ts';

/** Questions and answers by the line, without moving the cursor: for screen readers and terminals that can do no more. */
export type Lines = {
	/** Asks for one line. Rejects when there is no more input. */
	readonly ask: (question: string) => Promise<string>;
	/** Asks for one line that is not shown. */
	readonly askSecret: (question: string) => Promise<Secret>;
	readonly say: (line: string) => void;
};

/** The answer of one who wants to go back to the page before. */
export const back = '<';

export class BackAnswer extends Error {}

/** A line, with `<` for the page before and `?` for help. */
export async function askLine({ask, say}: Lines, question: string, help: string): Promise<string> {
	for (;;) {
		const answer = (await ask(`${question}: `)).trim();
		if (answer === back) throw new BackAnswer();
		if (answer !== '?') return answer;
		say(help);
	}
}

export type Numbered<V extends string> = {readonly value: V; readonly label: string};

/** One of a numbered list; Enter takes the first. */
export async function choose<V extends string>(
	lines: Lines,
	question: string,
	items: readonly Numbered<V>[],
	help: string,
): Promise<V> {
	for (const [index, {label}] of items.entries()) lines.say(`  ${index + 1}  ${label}`);
	for (;;) {
		const answer = await askLine(lines, `${question} (1-${items.length}, Enter for 1)`, help);
		const item = items[answer === '' ? 0 : Number(answer) - 1];
		if (item !== undefined) return item.value;
		lines.say(`Answer with a number from 1 to ${items.length}.`);
	}
}

export async function confirm(lines: Lines, question: string, help: string): Promise<boolean> {
	for (;;) {
		const answer = (await askLine(lines, `${question} (yes or no)`, help)).toLowerCase();
		if (['y', 'yes'].includes(answer)) return true;
		if (['n', 'no'].includes(answer)) return false;
	}
}
