import {existsSync} from 'node:fs';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {
	lookScript,
	type Owner,
	readClaim,
	readHolder,
	readStragglers,
	releaseScript,
	stragglersScript,
	takeScript,
} from '../../../source/host/lock/host-lock.ts';
import {guarded, refusedCode} from '../../../source/host/lock/host-lock-guard.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const owner = (who: string): Owner => ({who, pid: 7, machine: 'm1', cluster: 'orders', since: '2026-11-24T03:00:00.000Z'});

function host() {
	const root = tempDir();
	const {exec} = localConnection();
	return {
		root,
		take: async (token: string, more: {over?: string; again?: boolean} = {}) =>
			readClaim(await exec(takeScript({root, token, owner: owner(`${token}@laptop`), ...more}))),
		run: (token: string, command: string, options = {}) =>
			exec(guarded(rawCommand(command), {root, token, login: 0, step: 'Kafka · Start'}), options),
		look: async () => readHolder(await exec(lookScript(root))),
		free: async (token: string) => (await exec(releaseScript(root, token))).stdout,
		stragglers: async (token: string) => readStragglers(await exec(stragglersScript(root, token))),
	};
}

test('a free lock is taken, a held one tells its holder, a freed one is taken again', async () => {
	const {take, look, free, run} = host();
	expect(await take('aaa')).toEqual({kind: 'taken', epoch: 1, stragglers: []});
	await run('aaa', 'true');
	expect(await take('bbb')).toMatchObject({
		kind: 'held',
		holder: {...owner('aaa@laptop'), token: 'aaa', epoch: 1, step: 'Kafka - Start'},
	});
	expect((await look())?.token).toBe('aaa');
	expect(await free('bbb')).toBe('');
	expect(await free('aaa')).toBe('freed\n');
	expect(await take('bbb')).toMatchObject({kind: 'taken', epoch: 2});
	expect(await take('aaa', {again: true})).toMatchObject({kind: 'lost', holder: {token: 'bbb'}});
});

test('a guarded command keeps its input, its code and its traps; without the lock it does not run', async () => {
	const {take, run, root} = host();
	await take('aaa');
	const result = await run('aaa', 'trap "echo bye" EXIT; cat; exit 7', {input: Buffer.from('in\n')});
	expect(result).toEqual({code: 7, stdout: 'in\nbye\n', stderr: ''});
	expect(await run('bbb', 'echo ran')).toEqual({code: refusedCode, stdout: '', stderr: ''});
	await rm(`${root}/lock`, {recursive: true});
	expect(await run('aaa', 'echo ran')).toEqual({code: refusedCode, stdout: '', stderr: ''});
	expect(await take('aaa', {again: true})).toMatchObject({kind: 'taken', epoch: 1});
});

/** Bash that says it has begun, and runs until it is let go. */
const untilLet = (root: string) => `: >${root}/started; while [ ! -e ${root}/go ]; do sleep 0.05; done`;
const started = (root: string) => expect.poll(() => existsSync(`${root}/started`), {timeout: 15_000}).toBe(true);

test('a taker sees the command in progress of the former holder, who is refused from then on', async () => {
	const {take, run, stragglers, root} = host();
	await take('aaa');
	const running = run('aaa', `trap "" TERM; ${untilLet(root)}; echo done`);
	await started(root);
	expect(await take('bbb')).toMatchObject({kind: 'held', holder: {running: expect.any(Number)}});
	expect(await take('bbb', {over: 'aaa'})).toMatchObject({kind: 'taken', epoch: 2, stragglers: [{step: 'Kafka - Start'}]});
	await writeFile(`${root}/go`, '');
	expect((await running).stdout).toBe('done\n');
	expect(await stragglers('bbb')).toEqual([]);
	expect((await run('aaa', 'echo ran')).code).toBe(refusedCode);
});

test('of takers that come together exactly one wins', async () => {
	for (let round = 0; round < 25; round++) {
		const {take} = host();
		const claims = await Promise.all([take('aaa'), take('bbb')]);
		expect(claims.map(claim => claim?.kind).sort()).toEqual(['held', 'taken']);
	}
});

test('a lock whose lease is over is taken, but not while a command of its holder runs', async () => {
	const {take, run, root} = host();
	await take('aaa');
	const file = `${root}/lock/owner`;
	await writeFile(file, (await readFile(file, 'utf8')).replace(/^uptime .*$/m, 'uptime 1'));
	const running = run('aaa', untilLet(root));
	await started(root);
	const seen = `${root}/lock/seen-aaa-0`;
	await writeFile(seen, (await readFile(seen, 'utf8')).replace(/^\S+/, '0.01'));
	expect(await take('bbb')).toMatchObject({kind: 'held', holder: {running: expect.any(Number)}});
	await writeFile(`${root}/go`, '');
	await running;
	await rm(seen);
	expect(await take('bbb')).toEqual({kind: 'taken', epoch: 2, stragglers: []});
});
