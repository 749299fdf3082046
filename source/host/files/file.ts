import {randomBytes} from 'node:crypto';
import {sh} from '../../core/command.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {Secret} from '../../core/secret.ts';
import {safely} from '../enter.ts';
import {
	contentSeen,
	type Found,
	idOf,
	lookCommand,
	type Ownership,
	ownershipChanges,
	parseStat,
	refuse,
	setOwnership,
} from '../inspect.ts';
import {type Remark, remark as sayRemark} from '../remarks.ts';
import {put, sha256} from './put.ts';

type Base = Ownership & {
	/** Absolute path. */
	readonly path: string;
	/** `file-` and the path's words by default. */
	readonly id?: string;
	/** The path by default. */
	readonly title?: string;
};
export type FileSpec = Base & {
	readonly content: string | ((context: Context) => string | Promise<string>);
	/** The content is never shown as a change. */
	readonly secret?: boolean;
	/** What the operator has to know of a change of the content, a line each; `before` is undefined if no file is there. */
	readonly remarks?: (before: string | undefined, after: string) => readonly Remark[];
};
export type SecretFileSpec = Base & {readonly secretContent: () => Promise<Secret>};

/** Up to here the content itself is fetched, for a diff; beyond it, its digest. */
const readable = 256 * 1024;

type Wanted = Required<Ownership> & {readonly path: string; readonly text: string; readonly secret: boolean};
type State = {readonly found: Found; readonly same: boolean; readonly before?: string};

async function wantedOf(spec: FileSpec | SecretFileSpec, context: Context): Promise<Wanted> {
	const {path, owner = 'root', group = 'root', mode = 0o644} = spec;
	const base = {path, owner, group, mode};
	if ('secretContent' in spec) return {...base, text: (await spec.secretContent()).reveal(), secret: true};
	const text = typeof spec.content === 'string' ? spec.content : await spec.content(context);
	return {...base, text, secret: spec.secret ?? false};
}

/** What stands on the host, and whether its content is the wanted one; undefined if nothing does. */
async function stateOf(wanted: Wanted, context: Context, salt: string): Promise<State | undefined> {
	const {path, text, secret} = wanted;
	const size = Buffer.byteLength(text);
	const byDigest = secret || size > readable;
	const content = contentSeen(Math.max(readable, size) + 1);
	const nonce = secret ? salt : '';
	const read = byDigest ? sh`{ printf %s ${nonce}; ${content}; } | sha256sum` : content;
	const {stdout} = await safely(context, lookCommand(path, read));
	const found = parseStat(stdout);
	if (!found) return undefined;
	if (found.kind !== 'file') throw refuse(context, path, found.kind, 'file');
	const rest = stdout.slice(stdout.indexOf('\n') + 1);
	if (byDigest) return {found, same: rest.startsWith(sha256(nonce + text))};
	return {
		found,
		same: found.size === size && rest === text,
		...(found.size <= readable ? {before: rest} : {}),
	};
}

function contentChange(wanted: Wanted, state: State | undefined): Change {
	const what = `${state ? 'change' : 'create'} ${wanted.path}`;
	const puts: Change['puts'] = [{kind: 'file', name: wanted.path}];
	if (wanted.secret) return {what, puts};
	return {what, puts, ...(state?.before === undefined ? {} : {before: state.before}), after: wanted.text};
}

/** Tells what a change of the content means, before it is made or right after. */
function remark(spec: FileSpec | SecretFileSpec, context: Context, {text, secret}: Wanted, state: State | undefined): void {
	if (secret || state?.same || !('remarks' in spec)) return;
	for (const one of spec.remarks?.(state?.before, text) ?? []) sayRemark(context, one);
}

/**
 * A regular file with this content, owner, group and mode (root, root, 0644 by default). Written whole or not at all, and
 * not written when only owner or mode differ, unless others than root can change its directory: a name there may stand for
 * another file a moment later, so owner and mode are given to a new file. A symbolic link or a directory in its place is
 * refused, not replaced.
 */
export function file(spec: FileSpec | SecretFileSpec): ConvergeStep & {readonly path: string} {
	// A digest of a secret alone would tell who can read the answer when a guess is right; a nonce makes it worthless.
	const nonce = randomBytes(16).toString('hex');
	return {
		id: spec.id ?? idOf('file', spec.path),
		title: spec.title ?? spec.path,
		path: spec.path,
		async check(context) {
			const wanted = await wantedOf(spec, context);
			const state = await stateOf(wanted, context, nonce);
			remark(spec, context, wanted, state);
			if (!state) return [contentChange(wanted, state)];
			const changes = ownershipChanges(wanted.path, wanted, state.found);
			return state.same ? changes : [contentChange(wanted, state), ...changes];
		},
		async apply(context) {
			const wanted = await wantedOf(spec, context);
			const state = await stateOf(wanted, context, nonce);
			if (state?.same && !state.found.loose) return setOwnership(context, wanted.path, wanted);
			await put(context, {...wanted, content: wanted.secret ? new Secret(wanted.text) : Buffer.from(wanted.text)});
			remark(spec, context, wanted, state);
		},
	};
}
