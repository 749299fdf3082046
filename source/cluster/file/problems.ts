import {InputError} from '../../core/errors.ts';
import {holdsLogin} from '../../core/secret-text.ts';
import {cleanLine} from '../../core/text.ts';
import type {Path} from './yaml-tree.ts';

/** One thing that is wrong with a cluster file. */
export type FileProblem = {
	/** Both from 1 on; a column is a UTF-16 unit of `text`. */
	readonly line: number;
	readonly column: number;
	readonly message: string;
	/** The line in which it is, secrets and control characters covered. */
	readonly text: string;
	readonly hint?: string;
	/** The key that it is about; absent where the file is no YAML. */
	readonly path?: Path;
};

const widest = 100;

/** The line, cut to a window around the column where it is long, and the caret below it. */
function excerpt(problem: FileProblem): readonly string[] {
	const {text, line} = problem;
	const column = Math.min(problem.column, text.length + 1);
	const start = column > widest - 20 ? column - 40 : 0;
	const cut = (start > 0 ? '…' : '') + text.slice(start, start + widest) + (text.length > start + widest ? '…' : '');
	const gutter = String(line).padStart(5);
	const caret = ' '.repeat(column - 1 - start + (start > 0 ? 1 : 0)) + '^';
	return [`${gutter} | ${cut}`.trimEnd(), `${' '.repeat(gutter.length)} | ${caret}`];
}

export function describeProblem(fileName: string, problem: FileProblem): string {
	const lines = [`${fileName}:${problem.line}:${problem.column}: ${problem.message}`];
	if (problem.text.trim() !== '') lines.push(...excerpt(problem));
	if (problem.hint !== undefined) lines.push(...problem.hint.split('\n').map(line => `        ${line}`));
	return lines.join('\n');
}

/** A text of the file as it may be quoted in a message: in one line, short, without what a terminal would obey. */
export function quoted(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'a mapping';
	if (typeof value !== 'string') return String(value);
	if (holdsLogin(value)) return '"•••"';
	const clean = cleanLine(value.replace(/[\r\n\t]+/g, ' '));
	return `"${clean.length > 60 ? clean.slice(0, 59) + '…' : clean}"`;
}

/** Everything that is wrong with a cluster file, in the order of its lines. */
export class ClusterFileError extends InputError {
	readonly fileName: string;
	readonly problems: readonly FileProblem[];

	constructor(fileName: string, problems: readonly FileProblem[]) {
		const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
		super(sorted.map(problem => describeProblem(fileName, problem)).join('\n'), {
			hint: `${sorted.length === 1 ? 'One problem' : `${sorted.length} problems`} in ${fileName}. Nothing was touched. "kafka-setup config schema" prints every key.`,
		});
		this.fileName = fileName;
		this.problems = sorted;
	}
}
