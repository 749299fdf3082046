import {type Command, joined, sh} from '../../core/command.ts';
import type {OutputStream} from '../../core/connection.ts';
import {StepError} from '../../core/errors.ts';
import type {Diagnosis} from '../../core/events.ts';
import type {Context} from '../../core/plan.ts';
import {newestLines} from '../newest-lines.ts';
import {explain} from '../shell.ts';
import {jobScript, vanished} from './job-script.ts';

export type Explanation = {readonly message: string; readonly hint?: string; readonly diagnosis?: Diagnosis};

export type JobSpec = {
	/** Kebab-case; the unit is `kafka-setup-NAME`. */
	readonly name: string;
	/** Bash, run as root with an empty standard input; its exit code is the job's. */
	readonly command: Command;
	/** What the operator sees as typed. */
	readonly as: string;
	readonly env?: Readonly<Record<string, string>>;
	/** What failed, for the message ("install openjdk-17-jre-headless"); `as` by default. */
	readonly what?: string;
	/** What a failure means, by the last lines of the output; `source` is the unit. */
	readonly explain?: (lines: readonly string[], code: number, source: string) => Explanation | undefined;
};

/**
 * Runs long or not repeatable work on the host as the transient systemd unit `kafka-setup-NAME`, with its output as it
 * comes: a lost link or a closed laptop doesn't stop it halfway. If an earlier run left the very same work running, it
 * is followed to its end instead; if other work runs under this name, that is waited for first.
 *
 * Its exit code is what its wrapper wrote to /run/kafka-setup/NAME.exit: systemd calls the result of a unit that is
 * no longer there a success. A line `waiting for …` of the output becomes what the step waits for.
 * @returns what it printed
 * @throws StepError if it fails, was killed, or systemd doesn't start it.
 */
export async function job(context: Context, spec: JobSpec): Promise<string> {
	const variables = {LC_ALL: 'C', HOME: '/root', ...spec.env};
	const exports = Object.entries(variables).map(([name, value]) => sh`export ${name}=${value}`);
	const work = sh`${joined(exports, '\n')}
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
${spec.command}
`;
	const result = await context.show(jobScript(spec.name), {
		as: spec.as,
		input: Buffer.from(work.text),
		onOutput: waits(what => context.waiting(what)),
	});
	if (result.code === 0) return result.stdout;

	const lines = newestLines(`${result.stdout}\n${result.stderr}`);
	const tail = lines.slice(-20);
	const what = `${spec.what ?? spec.as} failed on ${context.host.name}`;
	const rest = {command: spec.as, code: result.code, tail};
	if (result.code === vanished) {
		throw new StepError(`${what}: it was killed before its end, or the host was restarted`, {
			...rest,
			hint: `See \`journalctl -u kafka-setup-${spec.name}\` on ${context.host.name}, then run it again: it continues from what is there.`,
		});
	}
	const cause: Explanation | undefined =
		spec.explain?.(lines, result.code, `kafka-setup-${spec.name}`) ?? explain(tail.join('\n'));
	throw new StepError(`${what}: ${cause?.message ?? `exit code ${result.code}`}`, {
		...rest,
		hint: cause?.hint,
		diagnosis: cause?.diagnosis,
	});
}

/** Watches output, which is not cut at line ends, for lines `waiting for …`. */
function waits(tell: (what: string) => void): (stream: OutputStream, text: string) => void {
	let line = '';
	return (_stream, text) => {
		const lines = (line + text).split('\n');
		// What is not a line yet is kept; a line that never ends is of no interest.
		line = lines.pop()!.slice(-1000);
		for (const whole of lines) {
			const what = /^waiting for (.+)$/.exec(whole.trimEnd())?.[1];
			if (what) tell(what);
		}
	};
}
