import {createHash} from 'node:crypto';
import {type Command, quote, sh} from '../../core/command.ts';
import type {ExecOptions} from '../../core/connection.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {Secret} from '../../core/secret.ts';
import {safely} from '../enter.ts';
import {beside, type Kind, type Ownership, refuse} from '../inspect.ts';
import {failed} from '../shell.ts';
import {putScript} from './put-script.ts';

type Target = Required<Ownership> & {
	/** Absolute path of the target; its directory must exist. */
	readonly path: string;
};
export type PutSpec = Target & {
	readonly content: Uint8Array | Secret;
	/** Bytes of the content handed to the link so far. */
	readonly onSent?: (bytes: number) => void;
};

/** Hex sha256. */
export function sha256(content: Uint8Array | string): string {
	return createHash('sha256').update(content).digest('hex');
}

/** The script with what a command prints as its standard input, in the form of `inputOf`. */
const fedBy = (command: Command) => sh`{
	text=$(${command}) && sum=$(printf '%s\\n' "$text" | sha256sum) && printf '%s\\n%s\\n' "\${sum%% *}" "$text"
} | { ${putScript}; }`;

/** Standard input of the script: the digest goes before the content, as an argument of a command can be read by anyone on the host. */
function inputOf(content: Uint8Array | Secret): {input: Uint8Array | Secret; size: number; head: number} {
	if (content instanceof Secret) {
		const bytes = Buffer.from(content.reveal());
		const head = `${sha256(bytes)}\n`;
		return {input: new Secret(head + content.reveal()), size: bytes.length, head: head.length};
	}
	const head = Buffer.from(`${sha256(content)}\n`);
	return {input: Buffer.concat([head, content]), size: content.length, head: head.length};
}

/**
 * Puts a file in place in one remote command, whole or not at all: temp file beside the target, digest verified on
 * the host, owner and mode, fsync, rename. What stood there before and was not written by `put` is kept once, as
 * `PATH.kafka-setup-before`, with no wider mode than the new file.
 * @throws StepError if something other than a regular file stands there, and for every failed write, by its cause.
 */
export function put(context: Context, {content, onSent, ...target}: PutSpec): Promise<void> {
	const {input, size, head} = inputOf(content);
	const told = onSent === undefined ? {} : {onSent: (sent: number) => onSent(Math.max(0, sent - head))};
	return place(context, target, putScript, {input, ...told}, size);
}

/** The same with what a command prints there: a file that is made of another one, whose content does not leave the host. */
export function putPrinted(context: Context, target: Target, print: Command): Promise<void> {
	return place(context, target, fedBy(print), {}, 0);
}

async function place(context: Context, target: Target, script: Command, options: ExecOptions, size: number): Promise<void> {
	const {path, owner, group, mode} = target;
	const directory = path.replace(/\/[^/]*$/, '') || '/';
	const command = sh`${beside(path)}
owner=${owner}:${group} mode=${mode.toString(8)}
${script}`;
	const result = await safely(context, command, options);
	if (result.code === 0) return;

	const where = `${context.host.name}:${path}`;
	const found = /^found (\w+)$/m.exec(result.stdout)?.[1];
	if (found) throw refuse(context, path, found as Kind, 'file');
	if (/^(?:missing|dangling .*|other .*)\n/.test(result.stdout)) {
		throw new StepError(`cannot write ${where}: the directory ${directory} does not exist`, {
			hint: 'The step or the package that makes it comes earlier: run the stage from its start.',
		});
	}
	const cause = {code: result.code, tail: result.stderr.trim().split('\n').slice(-20)};
	if (/No space left on device/i.test(result.stderr)) {
		const free = /^free (\d+) (\d+|-)$/m.exec(result.stdout);
		const need = free?.[2] === '0' ? 'need 1 inode, have 0' : `need ${size} bytes, have ${free?.[1] ?? 'too few'}`;
		throw new StepError(`no space left on ${where}: ${need}`, {
			...cause,
			hint: `Nothing was changed. Free space there (df ${need.includes('inode') ? '-i' : '-h'} ${quote(directory)}), then run it again.`,
		});
	}
	if (/^damaged$/m.test(result.stdout)) {
		throw new StepError(`the content of ${where} arrived damaged or cut short`, {
			...cause,
			hint: 'Nothing was changed. Run it again.',
		});
	}
	throw failed(context, `write ${path}`, {...result, stdout: ''});
}
