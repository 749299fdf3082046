import {execFile, execFileSync} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {matchesPatternList} from '../../../source/ssh/config/pattern-list.ts';
import {hostKeyVerdict, knownKeys, knownName} from '../../../source/ssh/trust/known-hosts.ts';
import {hostKey, userKey} from '../../helpers/ssh-scene.ts';
import {newKey, publicWords, type Server, startServer} from '../../helpers/ssh-server.ts';

const right = publicWords(hostKey);
const wrong = publicWords(userKey);
const wrongType = publicWords(newKey('ecdsa'));
const blob = Buffer.from(right.split(' ')[1]!, 'base64');

function hashed(name: string, salt = Buffer.alloc(20, 7)) {
	return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

function verdict(text: string, host = 'h.example', port = 22) {
	const files = [{path: 'f', text}];
	const fallback = port === 22 ? [] : knownKeys(files, knownName(host, 22));
	return hostKeyVerdict(knownKeys(files, knownName(host, port)), fallback, blob);
}

/** Whole files, with the port at which they are asked; every one is put to ssh too. */
const cases: readonly [title: string, text: string, port?: number][] = [
	['nothing', ''],
	['the key', `h.example ${right}`],
	['the key with a comment', `h.example ${right} a comment`],
	['the key after spaces and tabs', ` \t h.example \t ${right}`],
	['another key', `h.example ${wrong}`],
	['another type only', `h.example ${wrongType}`],
	['another type and the key', `h.example ${wrongType}\nh.example ${right}`],
	['the key and another', `h.example ${right}\nh.example ${wrong}`],
	['a list of names', `a,h.example,b ${right}`],
	['other hosts', `h.example.org,example ${right}`],
	['capitals', `H.EXAMPLE ${right}`],
	['a star', `*.example ${right}`],
	['a question mark', `?.example ${wrong}`],
	['all', `* ${right}`],
	['a negation', `*,!h.example ${right}`],
	['a negation first', `!h.example,* ${right}`],
	['a negation of another', `*,!x.example ${right}`],
	['nothing but a negation', `!x.example ${right}`],
	['a hash', `${hashed('h.example')} ${right}`],
	['a hash of another host', `${hashed('x.example')} ${right}`],
	['a hash and another key', `${hashed('h.example')} ${wrong}`],
	['a broken hash', `|1|AAAA|BBBB ${right}`],
	['a hash of an unknown kind', `|2|${hashed('h.example').slice(3)} ${right}`],
	['a comment', `# h.example ${right}`],
	['CRLF', `x ${right}\r\nh.example ${right}\r\n`],
	['no key', 'h.example'],
	['no blob', 'h.example ssh-ed25519'],
	['a blob that is no base64', 'h.example ssh-ed25519 !!!!'],
	['a cut blob', `h.example ${right.slice(0, -20)}`],
	['a type that is not the blob’s', `h.example ${right.replace('ssh-ed25519', 'ssh-rsa')}`],
	['a bad line, then the key', `h.example ssh-ed25519 AAAA\nh.example ${right}`],
	['revoked', `h.example ${right}\n@revoked h.example ${right}`],
	['another key revoked', `h.example ${right}\n@revoked h.example ${wrong}`],
	['revoked for another host', `h.example ${right}\n@revoked x.example ${right}`],
	['revoked and nothing else', `@revoked * ${right}`],
	['an authority', `@cert-authority h.example ${right}`],
	['an authority and another key', `@cert-authority h.example ${right}\nh.example ${wrong}`],
	['an unknown marker', `@trusted h.example ${right}`],
	['two markers', `@revoked @cert-authority h.example ${right}`],
	['a port', `[h.example]:PORT ${right}`, 1],
	['another key at the port', `[h.example]:PORT ${wrong}`, 1],
	['another port', `[h.example]:1 ${right}`, 1],
	['the bare name for a port', `h.example ${right}`, 1],
	['the bare name for a port, another key', `h.example ${wrong}`, 1],
	['the bare name is right, the port’s key another', `h.example ${right}\n[h.example]:PORT ${wrong}`, 1],
	['a hashed port', `${hashed('[h.example]:PORT')} ${right}`, 1],
	['a star for a port', `*.example ${right}`, 1],
	['brackets and a star', `[*.example]:PORT ${wrong}`, 1],
];

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
		expect(verdict(`\n# x\nh.example ${wrong}`)).toMatchObject({kind: 'changed', known: [{where: 'f:3'}]});
		expect(verdict(`\n@revoked * ${right}`)).toEqual({kind: 'revoked', where: 'f:2'});
	});

	it('with only an authority for certificates knows no key, and says so', () => {
		expect(verdict(`@cert-authority * ${wrong}`)).toEqual({kind: 'unknown', certificatesOnly: 'f:1'});
	});

	it('never reads a bad line as anything', () => {
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom(...'@|#!*, \t\r\0=1Ah.é', right, '@revoked', 'ssh-ed25519')}), garbage => {
				fc.pre(!/@revoked.*AAAA/.test(garbage));
				expect(verdict(`${garbage}\nh.example ${right}`).kind).toBe('known');
			}),
		);
	});
});

/** ssh itself is asked what it makes of the same file and the same server. */
describe('the verdict is ssh’s', () => {
	let server: Server;
	let directory: string;
	let sshThere = true;
	beforeAll(async () => {
		try {
			execFileSync('ssh', ['-V'], {stdio: 'ignore'});
		} catch {
			sshThere = false;
		}
		directory = mkdtempSync(join(tmpdir(), 'known-hosts-'));
		// It lets nobody in: that far ssh comes only with a key that it trusts.
		server = await startServer({hostKeys: [hostKey], password: 'none'});
		writeFileSync(
			join(directory, 'tunnel.cjs'),
			`const socket = require('node:net').connect(${server.port}, '127.0.0.1');
process.stdin.pipe(socket).pipe(process.stdout);
socket.on('error', () => {}).on('close', () => process.exit());`,
		);
	});
	afterAll(async () => {
		await server?.close();
		rmSync(directory, {recursive: true, force: true});
	});

	function askSsh(text: string, index: number, atPort: boolean): Promise<string> {
		const file = join(directory, `known_hosts_${index}`);
		writeFileSync(file, text);
		// A port other than 22 is part of the name, 22 itself can't be had: an alias has none either.
		const tunnel = `${process.execPath} ${join(directory, 'tunnel.cjs')}`;
		const options = [
			'BatchMode=yes',
			'StrictHostKeyChecking=yes',
			`UserKnownHostsFile=${file}`,
			'GlobalKnownHostsFile=none',
			'HashKnownHosts=no',
			'IdentityAgent=none',
			'ControlPath=none',
			'IdentitiesOnly=yes',
			'CheckHostIP=no',
			'UpdateHostKeys=no',
			'HostKeyAlgorithms=ssh-ed25519',
			'LogLevel=INFO',
		];
		const args = [
			'-F',
			'none',
			'-i',
			join(directory, 'id'),
			...options.flatMap(option => ['-o', option]),
			...(atPort
				? [...(atPort ? ['-o', `ProxyCommand=${tunnel}`] : ['-o', 'HostName=127.0.0.1', '-o', 'HostKeyAlias=h.example'])]
				: ['-o', 'HostName=127.0.0.1', '-o', 'HostKeyAlias=h.example']),
		];
		return new Promise(resolve => {
			execFile(
				'ssh',
				[...args, '-l', 'op', '-p', atPort ? '2222' : String(server.port), 'h.example', 'true'],
				{timeout: 10_000},
				(_error, _stdout, stderr) => {
					if (/REVOKED HOST KEY|is marked as revoked|revoked/i.test(stderr)) resolve('revoked');
					else if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(stderr)) resolve('changed');
					else if (/No .* host key is known/.test(stderr)) resolve('unknown');
					else resolve(/Permission denied/.test(stderr) ? 'known' : `? ${stderr}`);
				},
			).stdin?.end();
		});
	}

	it('for plain, hashed, listed, negated, marked, broken and port-bound lines', async context => {
		if (!sshThere) return context.skip();
		const files = cases.map(([title, text, port]) => ({
			title,
			atPort: port !== undefined,
			text: `${text.replaceAll('PORT', '2222')}\n`,
		}));
		// The hash of a port can only be made once the port is known.
		const ready = files.map(file =>
			file.title === 'a hashed port' ? {...file, text: `${hashed('[h.example]:2222')} ${right}\n`} : file,
		);
		const theirs: Record<string, string> = {};
		const ours: Record<string, string> = {};
		const queue = [...ready.entries()];
		const work = async () => {
			for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
				const [index, {title, text, atPort}] = next;
				theirs[title] = await askSsh(text, index, atPort);
				ours[title] = verdict(text, 'h.example', atPort ? 2222 : 22).kind;
			}
		};
		await Promise.all([work(), work(), work(), work()]);
		expect(ours).toEqual(theirs);
	}, 60_000);

	it('for any list of patterns', async context => {
		if (!sshThere) return context.skip();
		const word = fc.string({unit: fc.constantFrom('a', 'b', '*', '?', '.'), minLength: 1, maxLength: 5});
		const list = fc.array(fc.tuple(fc.boolean(), word), {minLength: 1, maxLength: 3});
		const names = ['a', 'ab', 'a.b', 'b.a', 'ba.ab'];
		const lists = fc
			.sample(list, {numRuns: 40, seed: 7})
			.map(words => words.map(([negated, text]) => (negated ? '!' : '') + text).join(','));
		for (const [index, name] of names.entries()) {
			const file = join(directory, `patterns_${index}`);
			writeFileSync(file, lists.map(text => `${text} ${right}\n`).join(''));
			const found = await new Promise<string>(resolve => {
				execFile('ssh-keygen', ['-F', name, '-f', file], (_error, stdout) => resolve(stdout));
			});
			const theirs = [...found.matchAll(/found: line (\d+)/g)].map(match => Number(match[1]) - 1);
			expect(lists.flatMap((text, line) => (matchesPatternList(name, text) ? [line] : []))).toEqual(theirs);
		}
	});
});
