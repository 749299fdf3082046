import {readFileSync} from 'node:fs';
import {type Command, sh} from '../../core/command.ts';
import {InputError, StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {tailOf} from '../shell.ts';
import {type KeyFile, readKeys} from './openpgp.ts';

/** What the packages have to be signed with; `file` only if the operator gave the key itself. */
export type KeySource = {readonly fingerprint: string; readonly file?: KeyFile};

/** @throws InputError if it is neither a fingerprint nor the path of a file with exactly one key. */
export function keySource(key: string): KeySource {
	const digits = key.replaceAll(' ', '');
	if (/^[0-9a-f]{40}$/i.test(digits)) return {fingerprint: digits.toUpperCase()};
	let file: KeyFile;
	try {
		file = readKeys(readFileSync(key));
	} catch (cause) {
		throw new InputError(`The package key ${key} cannot be used: ${(cause as Error).message}.`, {
			cause,
			hint: 'Give the fingerprint of the key (40 hex digits), or the path of a file with the armored public key.',
		});
	}
	const [fingerprint, another] = file.fingerprints;
	if (another !== undefined) {
		throw new InputError(`The package key ${key} holds ${file.fingerprints.length} keys.`, {
			hint: 'Give a file with the one key that signs the packages: gpg --armor --export FINGERPRINT',
		});
	}
	return {fingerprint: fingerprint!, file};
}

/** Fingerprints in a key file of a host; of one that can't be read, or has subkeys of others in it, none. */
export function fingerprintsOf(file: Uint8Array | undefined): readonly string[] {
	if (!file) return [];
	try {
		const {fingerprints, foreign} = readKeys(file);
		return foreign ? [] : fingerprints;
	} catch {
		return [];
	}
}

/**
 * The key for the host's package manager.
 * @throws StepError if it has expired: apt would refuse what it signs, and rpm would not.
 */
export function unexpired({armored, expires}: KeyFile, called: string): string {
	if (expires === undefined || expires.getTime() > Date.now()) return armored;
	throw new StepError(`${called} has expired on ${expires.toISOString().slice(0, 10)}`, {
		hint: 'Nothing was written. Ask the owner of the repository for the key that signs it now, and set platform.packages.key.',
	});
}

/**
 * A host has one of these for sure: its package manager can't do without. Where that one has a proxy of its own, the key comes by
 * it too. Bad certificates are refused by each.
 */
const fetchScript = (url: string): Command => sh`url=${url} helper=/usr/lib/apt/apt-helper
file=$(mktemp) || exit; trap 'rm -f "$file"' EXIT
proxy=$(sed -n 's/^[[:space:]]*proxy[[:space:]]*=[[:space:]]*//p' /etc/dnf/dnf.conf /etc/yum.conf 2>/dev/null | head -n 1)
case $proxy in _none_ | *[[:space:]]*) proxy= ;; esac
dump=$(apt-config dump 2>/dev/null)
if [ -x $helper ] && [[ \${dump,,} =~ acquire::https?::proxy\\ \\"[^\\"] ]]; then $helper -q download-file "$url" "$file" >&2
elif command -v curl >/dev/null; then (
	# A proxy may have a password in it: everyone on the host can read with which words a process was started, env too.
	[ -z "$proxy" ] || export http_proxy="$proxy" https_proxy="$proxy"
	curl -fsSL --connect-timeout 10 --max-time 60 -o "$file" "$url" )
elif command -v wget >/dev/null; then wget -q -T 20 -t 2 -O "$file" "$url"
else $helper -q download-file "$url" "$file" >&2
fi || exit
head -c 1000000 "$file" | base64 -w0`;

/**
 * Fetches a key on the host and judges it here.
 * @returns the key, armored anew. @throws StepError if it is not to be had, is no key, not the pinned one alone, or has expired.
 */
export async function fetchKey(context: Context, url: string, pinned: string): Promise<string> {
	const result = await context.exec(fetchScript(url));
	if (result.code !== 0) {
		const tail = tailOf(result);
		throw new StepError(
			`${context.host.name} cannot fetch the package key ${url}: ${tail.at(-1) ?? `exit code ${result.code}`}`,
			{
				code: result.code,
				tail,
				hint: `Try \`curl -fI ${url}\` on ${context.host.name}. If it has no way there, name a mirror with platform.packages.url.`,
			},
		);
	}
	let file: KeyFile;
	try {
		file = readKeys(Buffer.from(result.stdout, 'base64'));
	} catch (cause) {
		throw new StepError(`what ${context.host.name} got from ${url} is no package key: ${(cause as Error).message}`, {
			cause,
			hint: `A proxy may have answered with a page of its own: look with \`curl ${url}\` on ${context.host.name}.`,
		});
	}
	if (file.fingerprints.some(one => one !== pinned)) {
		throw new StepError(
			`the package key at ${url} is not the pinned one: expected ${pinned}, found ${file.fingerprints.join(', ')}`,
			{
				hint: 'Nothing was written. If the owner of the repository has published a new key, check its fingerprint with them and set platform.packages.key.',
			},
		);
	}
	return unexpired(file, `the package key at ${url}`);
}
