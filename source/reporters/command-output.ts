import type {OutputStream} from '../core/connection.ts';
import {type LineCleaner, lineCleaner} from '../core/text.ts';

/** Of a longer output this many lines are shown as they come, and this many at its end: what is between is counted. */
const firstLines = 180;
const lastLines = 20;

export type CommandOutput = {
	/** The lines to show now. */
	push(stream: OutputStream, text: string): readonly string[];
	/** What is still to be shown when the command has ended: how many lines were left out, and the last ones. */
	end(): {readonly left: number; readonly lines: readonly string[]};
};

/** The output of one command, in whole clean lines; unless `whole`, the middle of a very long one is left out. */
export function commandOutput(whole: boolean): CommandOutput {
	const cleaners: Readonly<Record<OutputStream, LineCleaner>> = {stdout: lineCleaner(), stderr: lineCleaner()};
	let shown = 0;
	let left = 0;
	let last: string[] = [];

	const take = (lines: readonly string[]): readonly string[] => {
		if (whole) return lines;
		const now = lines.slice(0, Math.max(0, firstLines - shown));
		shown += now.length;
		last.push(...lines.slice(now.length));
		if (last.length > lastLines) {
			left += last.length - lastLines;
			last = last.slice(-lastLines);
		}
		return now;
	};

	return {
		push: (stream, text) => take(cleaners[stream].push(text)),
		end() {
			const now = take([...cleaners.stdout.flush(), ...cleaners.stderr.flush()]);
			return {left, lines: [...now, ...last]};
		},
	};
}
