import {readFile} from 'node:fs/promises';
import {type ParsedKey, utils} from 'ssh2';
import type {Secret} from '../../core/secret.ts';

/** A key file, as far as it can be known without its passphrase. */
export type IdentityFile =
	| {readonly kind: 'missing'}
	/** Not usable here, for the reason `why`; `type`: of a key that ssh itself can use. */
	| {readonly kind: 'unusable'; readonly why: string; readonly type?: string}
	/** A public key alone: it selects a key of the agent. */
	| {readonly kind: 'public'; readonly publicKey: ParsedKey}
	/** `publicKey` is undefined where only the passphrase brings it to light. `unlock` throws where there is none, or a wrong one. */
	| {readonly kind: 'private'; readonly publicKey: ParsedKey | undefined; unlock(): Promise<ParsedKey>};

/** Reads each key file once, and asks for each passphrase once, however many hosts take the key. */
export type KeyStore = {load(path: string): Promise<IdentityFile>};

export function keyStore(passphrase: (keyFile: string) => Promise<Secret | undefined>): KeyStore {
	const files = new Map<string, Promise<IdentityFile>>();
	return {
		load(path) {
			const file = files.get(path) ?? read(path, passphrase);
			files.set(path, file);
			return file;
		},
	};
}

async function read(path: string, passphrase: (keyFile: string) => Promise<Secret | undefined>): Promise<IdentityFile> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		return code === 'ENOENT' ? {kind: 'missing'} : {kind: 'unusable', why: message};
	}
	const plain = parse(text);
	if (plain !== undefined) {
		if (plain.isPrivateKey()) return {kind: 'private', publicKey: plain, unlock: async () => plain};
		return {kind: 'public', publicKey: plain};
	}
	const type = /^(sk-\S+|\S+-cert-v01@openssh\.com) /.exec(text)?.[1] ?? openSshKeyType(text);
	if (type !== undefined && /^sk-|-cert-/.test(type))
		return {kind: 'unusable', type, why: `a key of type ${type} needs OpenSSH’s own ssh (ssh.transport)`};
	if (!text.includes('PRIVATE KEY') && !text.startsWith('PuTTY-User-Key-File')) return {kind: 'unusable', why: 'it holds no key'};
	const publicPart = openSshPublicPart(text);
	const publicKey =
		parse(await readFile(`${path}.pub`, 'utf8').catch(() => '')) ?? (publicPart === undefined ? undefined : parse(publicPart));
	let unlocked: Promise<ParsedKey> | undefined;
	const unlock = async () => {
		const secret = await passphrase(path);
		if (secret === undefined) throw new Error('it is encrypted, and no passphrase was given');
		const key = parse(text, secret.reveal());
		if (key === undefined) throw new Error('its passphrase is wrong');
		return key;
	};
	return {
		kind: 'private',
		publicKey,
		unlock() {
			unlocked ??= unlock();
			return unlocked;
		},
	};
}

function parse(data: string | Buffer, passphrase?: string): ParsedKey | undefined {
	const key: ParsedKey | ParsedKey[] | Error = utils.parseKey(data, passphrase);
	const first = Array.isArray(key) ? key[0] : key;
	return first === undefined || first instanceof Error ? undefined : first;
}

/** The public key that OpenSSH's own format carries in the clear (its PROTOCOL.key). */
function openSshPublicPart(text: string): Buffer | undefined {
	const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)?.[1];
	if (body === undefined) return undefined;
	const bytes = Buffer.from(body, 'base64');
	const magic = 'openssh-key-v1\0';
	if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
	let at = magic.length;
	const next = () => {
		if (at + 4 > bytes.length) return undefined;
		const start = at + 4;
		at = start + bytes.readUInt32BE(at);
		return at > bytes.length ? undefined : bytes.subarray(start, at);
	};
	// Cipher, key derivation and its options come first, then the number of keys.
	if (next() === undefined || next() === undefined || next() === undefined) return undefined;
	at += 4;
	return next();
}

function openSshKeyType(text: string): string | undefined {
	const blob = openSshPublicPart(text);
	if (blob === undefined || blob.length < 4) return undefined;
	return blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
}
