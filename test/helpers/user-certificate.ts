import ssh2, {type ParsedKey, type PublicKeyAuthContext} from 'ssh2';
import {fieldsOf, string} from '../../source/ssh/system/fields.ts';
import type {KeyPair} from './ssh-server.ts';

const type = 'ssh-ed25519-cert-v01@openssh.com';
const keyOf = (words: string) => ssh2.utils.parseKey(words) as ParsedKey;

/** The 64 bytes of an ed25519 signature in wire format. */
function bareSignature(bytes: Buffer): Buffer {
	const fields = fieldsOf(bytes);
	fields.string();
	return fields.string();
}

/** Whether a user shows an ed25519 certificate that `authority` has signed for the name, and signs with its key (OpenSSH's PROTOCOL.certkeys). */
export function certified({key, username, blob, signature}: PublicKeyAuthContext, authority: KeyPair): boolean {
	if (key.algo !== type) return false;
	const fields = fieldsOf(key.data);
	fields.string();
	fields.string();
	const publicKey = fields.string();
	// The serial number, of 8 bytes, and the kind of certificate.
	fields.u32();
	fields.u32();
	fields.u32();
	fields.string();
	const principals = fieldsOf(fields.string());
	// The time it holds for.
	for (let word = 0; word < 4; word++) fields.u32();
	for (let list = 0; list < 3; list++) fields.string();
	const signer = fields.string();
	const signed = fields.string();
	const body = key.data.subarray(0, key.data.length - string(signed).length);
	const ca = keyOf(authority.public);
	if (!ca.getPublicSSH().equals(signer) || ca.verify(body, bareSignature(signed)) !== true) return false;
	if (principals.string().toString() !== username) return false;
	if (signature === undefined || blob === undefined) return true;
	const own = keyOf(`ssh-ed25519 ${Buffer.concat([string('ssh-ed25519'), string(publicKey)]).toString('base64')}`);
	// ssh2 leaves the whole of it where the key is a certificate.
	return own.verify(blob, bareSignature(signature)) === true;
}
