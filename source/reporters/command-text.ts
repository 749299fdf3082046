import {type Mode, type RunEvent, type StepRef, stepKey} from '../core/events.ts';
import {cleanLine, cleanLines} from '../core/text.ts';
import {type CommandOutput, commandOutput} from './command-output.ts';
import type {Look} from './look.ts';
import {hostColumn} from './step-text.ts';

type CommandEvent = Extract<RunEvent, {readonly type: 'command-started' | 'output' | 'command-finished'}>;

export type CommandText = {
	/** The lines that an event of a command adds. */
	lines(event: CommandEvent): readonly string[];
	/** Whether a step has shown a command. */
	hasShown(ref: StepRef): boolean;
	/** The lines that are held of a step whose command did not tell its end. */
	end(ref: StepRef): readonly string[];
};

/** Commands as an operator would type them, each line with the host in front: those of several hosts come mixed. */
export function commandText(mode: Mode, width: number, look: Look): CommandText {
	const running = new Map<string, CommandOutput>();
	const shown = new Set<string>();
	/** Steps whose last command was not run but asked in its place: it has no exit code. */
	const asked = new Set<string>();
	const {bar, wait} = look.symbols;

	const line = ({host}: StepRef, mark: string, text: string) => `    ${hostColumn(host, width)}${mark} ${text}`.trimEnd();
	const output = (ref: StepRef, lines: readonly string[]) => lines.map(one => line(ref, look.dim(bar), one));
	const open = (ref: StepRef): CommandOutput => {
		const key = stepKey(ref);
		const known = running.get(key) ?? commandOutput(mode === 'test');
		running.set(key, known);
		shown.add(key);
		return known;
	};
	const end = (ref: StepRef): readonly string[] => {
		const rest = running.get(stepKey(ref))?.end();
		running.delete(stepKey(ref));
		if (rest === undefined) return [];
		const gap = rest.left > 0 ? [line(ref, look.dim(wait), look.dim(`${rest.left} lines left out`))] : [];
		return [...gap, ...output(ref, rest.lines)];
	};

	return {
		lines(event) {
			const {ref} = event;
			switch (event.type) {
				case 'command-started': {
					const held = end(ref);
					open(ref);
					asked[event.asked === undefined ? 'delete' : 'add'](stepKey(ref));
					if (event.asked !== undefined) {
						const question = line(ref, look.command('?'), look.command(cleanLine(event.asked)));
						return [...held, question, line(ref, look.dim(bar), look.dim(`by hand: ${cleanLine(event.command)}`))];
					}
					const typed = cleanLines(event.command).map((text, index) => [index === 0 ? '$' : '>', text] as const);
					return [...held, ...typed.map(([mark, text]) => line(ref, look.command(mark), look.command(text)))];
				}
				case 'output':
					return output(ref, open(ref).push(event.stream, event.text));
				case 'command-finished': {
					const held = end(ref);
					if (event.code === 0 || (event.code !== null && asked.has(stepKey(ref)))) return held;
					const said = event.code === null ? 'connection lost before it exited' : `exit code ${event.code}`;
					return [...held, line(ref, look.dim(bar), look.dim(`(${said})`))];
				}
			}
		},
		hasShown: ref => shown.has(stepKey(ref)),
		end,
	};
}
