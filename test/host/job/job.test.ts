import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand, sh} from '../../../source/core/command.ts';
import {job} from '../../../source/host/job/job.ts';
import {jobMachine as machine} from '../../helpers/job-machine.ts';
import {localConnection} from '../../helpers/local-connection.ts';

test('work that succeeds has been run once, with its environment, and is shown as typed', async () => {
	const {context, run} = machine();
	const host = context();
	await job(host, {name: 'one', command: sh`echo "$WHAT" >>${run}/effect`, as: 'do it', env: {WHAT: "it's done"}});
	expect(readFileSync(join(run, 'effect'), 'utf8')).toBe("it's done\n");
	expect(host.seen.shown).toEqual(['do it']);
});

test('work that fails throws its exit code and last lines, and what they mean', async () => {
	const {context} = machine();
	const work = {
		name: 'two',
		command: rawCommand('echo before; echo "E: no such thing" >&2; exit 7'),
		as: 'do it',
		what: 'doing it',
	};
	await expect(
		job(context(), {...work, explain: lines => ({message: `it said ${lines.at(-1)}`, hint: 'do this'})}),
	).rejects.toMatchObject({
		message: 'doing it failed on kafka-01: it said E: no such thing',
		hint: 'do this',
		command: 'do it',
		code: 7,
		tail: ['before', 'E: no such thing'],
	});
	await expect(job(context(), work)).rejects.toMatchObject({message: 'doing it failed on kafka-01: exit code 7'});
});

test('the same work that runs already is followed and not run again', async () => {
	const {context, run} = machine();
	const work = {
		name: 'three',
		command: sh`echo x >>${run}/effect; until [ -e ${run}/go ]; do sleep 0.05; done; echo end`,
		as: 'do it',
	};
	const first = job(context(), work);
	await expect.poll(() => existsSync(join(run, 'effect')), {timeout: 15_000}).toBe(true);
	const second = job(context(), {...work, command: work.command});
	const host = localConnection();
	await host.exec(rawCommand(`sleep 0.3; touch ${run}/go`));
	await Promise.all([first, second]);
	expect(readFileSync(join(run, 'effect'), 'utf8')).toBe('x\n');
});

test('other work under the same name is waited for, and then comes its own', async () => {
	const {context, run} = machine();
	const first = job(context(), {
		name: 'four',
		command: sh`echo first >>${run}/effect; until [ -e ${run}/go ]; do sleep 0.05; done`,
		as: 'one',
	});
	await expect.poll(() => existsSync(join(run, 'effect')), {timeout: 15_000}).toBe(true);
	const host = context();
	const second = job(host, {name: 'four', command: sh`echo second >>${run}/effect`, as: 'two'});
	await expect
		.poll(() => host.seen.waiting, {timeout: 15_000})
		.toEqual(['kafka-setup-four.service, left by an earlier run, to end']);
	await localConnection().exec(rawCommand(`touch ${run}/go`));
	await Promise.all([first, second]);
	expect(readFileSync(join(run, 'effect'), 'utf8')).toBe('first\nsecond\n');
});

test('work that was killed is no success, whatever is left of an earlier one', async () => {
	const {context, run} = machine();
	await job(context(), {name: 'five', command: rawCommand('true'), as: 'do it'});
	const killed = job(context(), {name: 'five', command: rawCommand('kill -9 0'), as: 'do it'});
	await expect(killed).rejects.toMatchObject({
		message: 'do it failed on kafka-01: it was killed before its end, or the host was restarted',
	});
	expect(existsSync(join(run, 'five.exit'))).toBe(false);
});

test('what the work says it waits for is what the step waits for', async () => {
	const {context} = machine();
	const host = context();
	await job(host, {
		name: 'six',
		command: rawCommand('printf "waiting "; sleep 0.3; echo "for the lock"; echo not waiting for this'),
		as: 'do it',
	});
	expect(host.seen.waiting).toEqual(['the lock']);
});
