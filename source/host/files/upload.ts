import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {InputError, StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {safely} from '../enter.ts';
import {
	digestSeen,
	type Found,
	lookCommand,
	type Ownership,
	ownershipChanges,
	parseStat,
	refuse,
	setOwnership,
} from '../inspect.ts';
import {put, sha256} from './put.ts';

export type UploadSpec = Ownership & {
	readonly id: string;
	readonly title: string;
	/** A file of this machine. */
	readonly source: string;
	/** Absolute path on the host. */
	readonly target: string;
};

/** sha256 of a local file and its size in bytes. @throws InputError if it can't be read. */
async function digestOf(source: string): Promise<{sum: string; size: number}> {
	const hash = createHash('sha256');
	const stream = createReadStream(source);
	try {
		await pipeline(stream, hash);
	} catch (cause) {
		throw new InputError(`Cannot read ${source}: ${(cause as Error).message}`, {
			cause,
			hint: 'Give the path of a file that can be read.',
		});
	}
	return {sum: hash.digest('hex'), size: stream.bytesRead};
}

async function found(context: Context, path: string): Promise<{state: Found; sum: string} | undefined> {
	const {stdout} = await safely(context, lookCommand(path, digestSeen));
	const state = parseStat(stdout);
	if (!state) return undefined;
	if (state.kind !== 'file') throw refuse(context, path, state.kind, 'file');
	return {state, sum: /^([0-9a-f]{64}) /m.exec(stdout)?.[1] ?? ''};
}

/**
 * A copy of a local file, compared by sha256 and not sent when equal; root, root, 0644 by default. Sent whole or not at all. The
 * change names the sha256: what is about to be put there, and the journal remembers it.
 * @throws InputError if the local file can't be read, StepError if it changes while it is sent.
 */
export function upload(spec: UploadSpec): ConvergeStep & {readonly path: string} {
	const {id, title, source, target, owner = 'root', group = 'root', mode = 0o644} = spec;
	const wanted = {owner, group, mode};
	return {
		id,
		title,
		path: target,
		async check(context) {
			const [local, remote] = await Promise.all([digestOf(source), found(context, target)]);
			const puts: Change['puts'] = [{kind: 'file', name: target}];
			if (!remote) return [{what: `upload ${basename(source)} to ${target} (${local.size} bytes, sha256 ${local.sum})`, puts}];
			const changes = ownershipChanges(target, wanted, remote.state);
			if (remote.sum === local.sum) return changes;
			const what = `replace ${target} with ${basename(source)} (${local.size} bytes, sha256 ${local.sum}; was ${remote.state.size} bytes, sha256 ${remote.sum})`;
			return [{what, puts}, ...changes];
		},
		async apply(context) {
			const local = await digestOf(source);
			const remote = await found(context, target);
			if (remote?.sum === local.sum && !remote.state.loose) return setOwnership(context, target, wanted);
			const content = await readFile(source);
			const changed = new StepError(`${source} changed while it was sent to ${context.host.name}:${target}`, {
				hint: 'Wait until it is written completely, then run it again.',
			});
			// Compared before, so that a half-written file never gets into place, and after, as what counts is what is there now.
			if (sha256(content) !== local.sum) throw changed;
			context.progress(0, content.length);
			await put(context, {path: target, ...wanted, content, onSent: bytes => context.progress(bytes, content.length)});
			if ((await digestOf(source)).sum !== local.sum) throw changed;
		},
	};
}
