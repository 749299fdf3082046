import {chmodSync, existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {InputError} from '../../source/core/errors.ts';
import {Secret} from '../../source/core/secret.ts';
import {runForSecret} from '../../source/local/secret-exec.ts';
import {createSecretResolver, resolveSecret} from '../../source/local/secrets.ts';
import {tempDir} from '../helpers/temp-dir.ts';

async function noAsking(label: string): Promise<Secret> {
	throw new Error(`Nobody was to be asked for ${label}.`);
}

async function get(ref: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
	return (await resolveSecret(ref, 'ssh.password', noAsking, environment)).reveal();
}

async function errorOf(ref: string, environment: NodeJS.ProcessEnv = {}): Promise<{message: string; hint: string}> {
	const error = await get(ref, environment).catch((thrown: unknown) => thrown);
	if (!(error instanceof InputError)) throw error;
	return {message: error.message, hint: error.hint ?? ''};
}

function secretFile(content: string, mode = 0o600): string {
	const path = join(tempDir(), 'secret');
	writeFileSync(path, content, {mode});
	chmodSync(path, mode);
	return path;
}

describe('env:', () => {
	test('is the value of the variable as it is', async () => {
		expect(await get('env:PW', {PW: ' a b '})).toBe(' a b ');
	});

	test('names a variable that is not set', async () => {
		expect((await errorOf('env:PW')).message).toBe('ssh.password: the environment variable PW is not set');
	});

	test('an empty variable is no secret', async () => {
		expect((await errorOf('env:PW', {PW: ''})).message).toBe('ssh.password: what env: gives is empty');
	});

	test('a secret has one line', async () => {
		const {message} = await errorOf('env:PW', {PW: 'hunter2\nb'});
		expect(message).toBe('ssh.password: what env: gives has more than one line');
	});
});

describe('file:', () => {
	test.each([
		['pw\n', 'pw'],
		['pw\r\n', 'pw'],
		[' pw = x: "y" ', ' pw = x: "y" '],
	])('%j is the whole file less one line end', async (content, expected) => {
		expect(await get(`file:${secretFile(content)}`)).toBe(expected);
	});

	test.each([
		['a=1\ndb.password=p=q r\n', 'p=q r'],
		['db.password: p:q\n', 'p:q'],
		['  db.password =  p\r\n', 'p'],
		['#db.password=no\n!db.password=no\ndb.password=p\\u0041#x\n', 'p\\u0041#x'],
	])('%j holds the value of a key as it is written', async (content, expected) => {
		expect(await get(`file:${secretFile(content)}#db.password`)).toBe(expected);
	});

	test('a missing, a doubled and a quoted value are refused', async () => {
		expect((await errorOf(`file:${secretFile('a=hunter2\n')}#b`)).message).toMatch(/secret has no line for b$/);
		expect((await errorOf(`file:${secretFile('b=hunter2\nb: x\n')}#b`)).message).toMatch(/secret has 2 lines for b$/);
		expect((await errorOf(`file:${secretFile('b="hunter2"\n')}#b`)).message).toMatch(/the value of b in .* stands in quotes$/);
	});

	test.each([0o640, 0o604, 0o620])('a file of mode %o is refused with the command that fixes it', async mode => {
		const path = secretFile('pw', mode);
		expect(await errorOf(`file:${path}`)).toEqual({
			message: `ssh.password: ${path} has permissions that are too open: others may read or change it (mode ${mode.toString(8)})`,
			hint: `chmod 600 ${path}`,
		});
	});

	test('a file that is not there and a directory are told apart', async () => {
		const folder = tempDir();
		expect((await errorOf(`file:${folder}/x`)).message).toBe(`ssh.password: ${folder}/x does not exist`);
		expect((await errorOf(`file:${folder}`)).message).toBe(`ssh.password: ${folder} is a directory`);
		expect((await errorOf(`file:${secretFile('')}`)).message).toContain('is empty');
	});
});

describe('exec:', () => {
	test('is what the command line prints, less one line end', async () => {
		expect(await get("exec:printf 'a b\\n' | cat")).toBe('a b');
		expect(await get('exec:cat; echo pw')).toBe('pw');
	});

	test('a failure tells the last line of standard error, never standard output', async () => {
		const {message, hint} = await errorOf('exec:echo hunter2; echo one >&2; printf "\\033[31mtwo\\n" >&2; exit 3');
		expect(message).toBe('ssh.password: the command of exec: ended with exit code 3: two');
		expect(hint).toBe('Run it by hand, as it stands behind exec: in the cluster file.');
	});

	test('no failure tells the command line, which may hold a secret itself', async () => {
		for (const command of ['false -u admin:CANARY', 'echo "curl: u:CANARY@h refused" >&2; exit 1', ': CANARY; kill -9 $$']) {
			const {message, hint} = await errorOf(`exec:${command}`);
			expect(`${message} ${hint}`).not.toContain('CANARY');
		}
		await expect(runForSecret('yes CANARY', 'x')).rejects.not.toHaveProperty('hint', expect.stringContaining('CANARY'));
		await expect(runForSecret('sleep 9; : CANARY', 'x', 50)).rejects.not.toHaveProperty(
			'hint',
			expect.stringContaining('CANARY'),
		);
	});

	test('a command that does not end is ended with all that it started', async () => {
		const mark = join(tempDir(), 'mark');
		await expect(runForSecret(`(sleep 60; touch ${mark}) & sleep 60; true`, 'x', 100)).rejects.toThrow(
			'x: the command of exec: did not end within 0.1 s',
		);
		expect(existsSync(mark)).toBe(false);
	});

	test('a flood is cut off', async () => {
		await expect(runForSecret('yes', 'x')).rejects.toThrow('printed more than 64 KiB');
	});
});

describe('the resolver', () => {
	test('fetches each secret once', async () => {
		const count = join(tempDir(), 'count');
		const secrets = createSecretResolver(noAsking, {environment: {}});
		const ref = `exec:echo x >> ${count}; wc -l < ${count}`;
		const [first, second] = await Promise.all([secrets.resolve(ref, 'a'), secrets.resolve(ref, 'b')]);
		expect([first.reveal().trim(), second.reveal().trim()]).toEqual(['1', '1']);
	});

	test('fetches again what could not be fetched: a vault may have been unlocked', async () => {
		const file = join(tempDir(), 'secret');
		const secrets = createSecretResolver(noAsking, {environment: {}});
		await expect(secrets.resolve(`exec:cat ${file}`, 'a')).rejects.toThrow();
		writeFileSync(file, 'here', {mode: 0o600});
		expect((await secrets.resolve(`exec:cat ${file}`, 'a')).reveal()).toBe('here');
	});

	test('asks one question at a time, and each label once', async () => {
		const asked: string[] = [];
		const answers: ((answer: Secret) => void)[] = [];
		const secrets = createSecretResolver(
			label => {
				asked.push(label);
				return new Promise(resolve => answers.push(resolve));
			},
			{environment: {}},
		);
		const all = Promise.all([
			secrets.resolve('prompt:one', 'x'),
			secrets.resolve('prompt:', 'y'),
			secrets.resolve('prompt:one', 'z'),
			secrets.resolve('prompt:', 'w'),
		]);
		await expect.poll(() => asked).toEqual(['one']);
		answers[0]!(new Secret('1'));
		await expect.poll(() => asked).toEqual(['one', 'y']);
		answers[1]!(new Secret('2'));
		await expect.poll(() => asked).toEqual(['one', 'y', 'w']);
		answers[2]!(new Secret('3'));
		expect((await all).map(secret => secret.reveal())).toEqual(['1', '2', '1', '3']);
	});

	test('puts a question of a host in turn with the others, and not at all where nobody can be asked', async () => {
		const asked: string[] = [];
		const ask = async (label: string) => {
			asked.push(label);
			return new Secret(`${label}!`);
		};
		const secrets = createSecretResolver(ask, {environment: {}});
		const [one, two] = await Promise.all([secrets.resolve('prompt:one', 'x'), secrets.ask('h1 asks op: Code')]);
		expect([one.reveal(), two?.reveal()]).toEqual(['one!', 'h1 asks op: Code!']);
		expect(asked).toEqual(['one', 'h1 asks op: Code']);
		expect(await createSecretResolver(ask, {takesQuestions: false}).ask('Code')).toBeUndefined();
		expect(asked).toHaveLength(2);
		const noTerminal = createSecretResolver(async () => {
			throw new InputError('no terminal');
		});
		expect(await noTerminal.ask('Code')).toBeUndefined();
	});

	test('after a question that was broken off the next one is asked', async () => {
		const secrets = createSecretResolver(
			async label => {
				if (label === 'a') throw new InputError('no');
				return new Secret('b');
			},
			{environment: {}},
		);
		await expect(secrets.resolve('prompt:a', '')).rejects.toThrow('no');
		expect((await secrets.resolve('prompt:b', '')).reveal()).toBe('b');
	});

	test('what is no reference is refused without quoting it', async () => {
		const {message} = await errorOf('hunter2');
		expect(message).toBe('ssh.password: a secret itself does not belong in a cluster file');
	});
});
