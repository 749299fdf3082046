import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {matchesPatternList} from '../../../source/ssh/config/pattern-list.ts';
import {hostKeyVerdict, knownKeys, knownName} from '../../../source/ssh/trust/known-hosts.ts';
import {sshVersion} from '../../helpers/ssh-oracle.ts';
import {hostKey, userKey} from '../../helpers/ssh-scene.ts';
import {publicWords} from '../../helpers/ssh-server.ts';

const right = publicWords(hostKey);
const wrong = publicWords(userKey);
const blob = Buffer.from(right.split(' ')[1]!, 'base64');

function verdict(text: string, host = 'h.example', port = 22) {
	const files = [{path: 'f', text}];
	const fallback = port === 22 ? [] : knownKeys(files, knownName(host, 22));
	return hostKeyVerdict(knownKeys(files, knownName(host, port)), fallback, blob);
}

describe('known_hosts', () => {
	it.each([
		['the key', `h.example ${right}`, 'known'],
		['none', '', 'unknown'],
		['another', `h.example ${wrong}`, 'changed'],
		['revoked', `@revoked * ${right}`, 'revoked'],
	])('with %s gives its verdict', (_title, text, kind) => {
		expect(verdict(text).kind).toBe(kind);
	});

	it('says where a key that differs, or is revoked, stands', () => {
		expect(verdict(`\n# x\nh.example ${wrong}`)).toMatchObject({kind: 'changed', where: 'f:3'});
		expect(verdict(`\n@revoked * ${right}`)).toEqual({kind: 'revoked', where: 'f:2'});
	});

	it('with only an authority for certificates knows no key, and says so', () => {
		expect(verdict(`@cert-authority * ${wrong}`)).toEqual({kind: 'unknown', certificatesOnly: 'f:1'});
	});

	it.each([
		['the only line of the host', 'h.example ssh-ed25519 AAAA', 'f:1'],
		['a line that revokes', `h.example ${right}\n@revoked h.example ssh-ed25519 AAAA`, 'f:2'],
	])('says where %s can’t be read', (_title, text, where) => {
		expect(verdict(text)).toEqual({kind: 'unreadable', where});
	});

	it('never reads a bad line as anything', () => {
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom(...'@|#!*, \t\r\0=1Ah.é', right, '@revoked', 'ssh-ed25519')}), garbage => {
				// A line that revokes what can't be read is no line to pass over.
				fc.pre(!garbage.includes('@revoked'));
				expect(verdict(`${garbage}\nh.example ${right}`).kind).toBe('known');
			}),
		);
	});
});

/** What it makes of whole files is compared with ssh in oracle/. */
it.skipIf(sshVersion() === undefined)('a list of patterns means what it means to ssh-keygen', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'known-hosts-'));
	onTestFinished(() => rm(directory, {recursive: true, force: true}));
	const word = fc.string({unit: fc.constantFrom('a', 'b', '*', '?', '.'), minLength: 1, maxLength: 5});
	const list = fc.array(fc.tuple(fc.boolean(), word), {minLength: 1, maxLength: 3});
	const names = ['a', 'ab', 'a.b', 'b.a', 'ba.ab'];
	const lists = fc
		.sample(list, {numRuns: 40, seed: 7})
		.map(words => words.map(([negated, text]) => (negated ? '!' : '') + text).join(','));
	for (const [index, name] of names.entries()) {
		const file = join(directory, `patterns_${index}`);
		await writeFile(file, lists.map(text => `${text} ${right}\n`).join(''));
		const found = await new Promise<string>(resolve => {
			execFile('ssh-keygen', ['-F', name, '-f', file], (_error, stdout) => resolve(stdout));
		});
		const theirs = [...found.matchAll(/found: line (\d+)/g)].map(match => Number(match[1]) - 1);
		expect(lists.flatMap((text, line) => (matchesPatternList(name, text) ? [line] : []))).toEqual(theirs);
	}
});
