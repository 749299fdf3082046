import {spawnSync} from 'node:child_process';
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {type Follow, follow} from '../../../source/host/service/follow.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {machine} from '../../helpers/machine.ts';

/** A machine on which its unit is followed. */
function followed(service: string, options: Parameters<typeof machine>[1] = {}) {
	const {dir, journal, connection} = machine(service, options);
	const context = fakeContext(connection);
	const run = (spec: Partial<Follow> = {}) =>
		follow(
			context,
			{
				unit: 'demo',
				verb: 'start',
				answers: rawCommand(`[ -e ${dir}/answers ]`),
				fatal: ['^Fatal', 'cannot (bind|lock)'],
				limit: 10,
				...spec,
			},
			'demo-start',
		);
	/** The processes of the machine that are still there; the service itself is stopped first. */
	const left = async () => {
		spawnSync('pkill', ['-f', `${dir}/service`]);
		let found = '';
		for (let looks = 0; looks < 15; looks++) {
			found = spawnSync('pgrep', ['-fa', dir], {encoding: 'utf8'}).stdout.trim();
			if (found === '') break;
			await new Promise(resolve => setTimeout(resolve, 200));
		}
		return found;
	};
	return {dir, journal, context, run, left};
}

test('a service that answers ends the wait, and what it said until then was shown', async () => {
	const {dir, run, context, left} = followed('');
	writeFileSync(join(dir, 'service'), `echo starting; printf half; sleep 0.5; echo " line"; touch ${dir}/answers; exec sleep 60`);
	const {code, stdout} = await run();
	expect({code, stdout}).toEqual({code: 0, stdout: 'starting\nhalf line\n'});
	expect(context.seen.shown).toEqual(['demo-start']);
	expect(await left()).toBe('');
});

test('a fatal line ends the wait at once, with the lines that follow it', async () => {
	const {run, left} = followed('echo starting; echo "port: cannot bind"; echo "  at this place"; exec sleep 60');
	const {code, stdout} = await run();
	expect({code, stdout}).toEqual({code: 3, stdout: 'starting\nport: cannot bind\n  at this place\n'});
	expect(await left()).toBe('');
});

test('a service that ends with its host is no failure: the link is left to end', async () => {
	const {run, dir, left} = followed('echo starting; sleep 0.3; echo "cannot bind"; exit 1');
	writeFileSync(join(dir, 'state'), 'stopping');
	const running = run();
	const ended = running.then(() => 'ended');
	await expect.poll(async () => readFileSync(join(dir, 'waits'), {encoding: 'utf8', flag: 'a+'}), {timeout: 10_000}).not.toBe('');
	expect(await Promise.race([ended, Promise.resolve('waits')])).toBe('waits');
	process.kill(Number(readFileSync(join(dir, 'waits'), 'utf8')), 'SIGTERM');
	expect((await running).stdout).toBe('starting\ncannot bind\nThis host is going down.\n');
	expect(await left()).toBe('');
});

test('a process that ends is noticed, and its last words are shown', async () => {
	const {run, left} = followed('echo starting; sleep 0.5; echo "no configuration"; exit 1');
	const {code, stdout} = await run();
	expect({code, stdout}).toEqual({code: 4, stdout: 'starting\nno configuration\n'});
	expect(await left()).toBe('');
});

test('a service that never answers is given up after the limit', async () => {
	const {run, left} = followed('echo starting; exec sleep 60');
	const {code, stdout} = await run({limit: 1});
	expect({code, stdout}).toEqual({code: 5, stdout: 'starting\n'});
	expect(await left()).toBe('');
});

test('an answer does not count before the new process is there', async () => {
	const {dir, run, left} = followed('sleep 0.3; exit 1');
	writeFileSync(join(dir, 'answers'), '');
	const {code} = await run({
		answers: rawCommand(`[ -e ${dir}/answers ] && [ "$(cat ${dir}/pid)" = "$MAINPID" ] && [ "$UNIT" = other ]`),
	});
	expect(code).toBe(4);
	expect(await left()).toBe('');
});

test('every line comes once where the journal cannot be followed', async () => {
	const {dir, run, left} = followed('', {follows: false});
	writeFileSync(
		join(dir, 'service'),
		`echo one; sleep 0.7; echo two; sleep 0.7; echo three; touch ${dir}/answers; sleep 1; echo four; exec sleep 60`,
	);
	const {code, stdout} = await run({answers: rawCommand(`[ -e ${dir}/answers ] && grep -q four ${dir}/journal && sleep 1`)});
	expect({code, stdout}).toEqual({code: 0, stdout: 'one\ntwo\nthree\nfour\n'});
	expect(await left()).toBe('');
});

test('a running service is waited for without being started', async () => {
	const {dir, journal, run, left} = followed('exec sleep 60');
	await localConnection().exec(rawCommand(`setsid bash ${dir}/service </dev/null >/dev/null 2>&1 & echo $! >${dir}/pid`));
	const pid = readFileSync(join(dir, 'pid'), 'utf8');
	appendFileSync(journal, 'loading\n');
	writeFileSync(join(dir, 'answers'), '');
	const {code} = await run({verb: undefined});
	expect(code).toBe(0);
	expect(readFileSync(join(dir, 'pid'), 'utf8')).toBe(pid);
	expect(await left()).toBe('');
});

test('what a process that systemd has started said before it gave up is read, however much it said after that', async () => {
	const {dir, journal, run, left} = followed('');
	const said = ['node already exists', ...Array.from({length: 120}, (_, index) => `closing ${index}`), 'Fatal: exiting'];
	writeFileSync(join(dir, 'service'), `printf '%s\\n' ${said.map(line => `'${line}'`).join(' ')}; exit 1`);
	await localConnection().exec(rawCommand(`setsid bash ${dir}/service </dev/null >>${journal} 2>&1 & echo $! >${dir}/pid`));
	await expect.poll(() => readFileSync(journal, 'utf8')).toContain('Fatal: exiting');
	const {code, stdout} = await run({verb: undefined});
	// By its end or by its fatal line, whichever is seen first.
	expect([3, 4]).toContain(code);
	expect(stdout.split('\n').filter(Boolean)).toEqual(said);
	expect(await left()).toBe('');
});
