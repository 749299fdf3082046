import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {EventBody} from '../../../source/core/events.ts';
import type {Facts} from '../../../source/core/facts.ts';
import type {Context} from '../../../source/core/plan.ts';
import {run} from '../../../source/core/runner.ts';
import {file} from '../../../source/host/files/file.ts';
import {type ServiceSpec, service} from '../../../source/host/service/service.ts';
import {machine} from '../../helpers/machine.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const ended: (() => void)[] = [];
afterEach(() => {
	for (const end of ended.splice(0)) end();
});

/** A host whose service reads `demo.conf`, refuses a value that is bad, and else answers; it runs with the value `old`. */
async function member({running = true} = {}) {
	const dir = tempDir();
	const conf = join(dir, 'demo.conf');
	const script = `if grep -q bad ${conf}; then echo 'Fatal: a bad value'; exit 1; fi; touch ${dir}/answers.$$; exec sleep 600`;
	const {connection} = machine(script, {dir, files: [conf]});
	writeFileSync(conf, 'old\n');
	if (running) {
		await connection.exec(rawCommand('systemctl start demo'));
		writeFileSync(join(dir, 'done'), '');
	}
	ended.push(() => {
		try {
			process.kill(Number(readFileSync(join(dir, 'pid'), 'utf8')), 'SIGKILL');
		} catch {}
	});
	const stand = () => ({
		content: readFileSync(conf, 'utf8'),
		inode: statSync(conf).ino,
		done: readFileSync(join(dir, 'done'), 'utf8').split('\n').filter(Boolean),
	});
	return {dir, conf, connection, stand};
}
type Member = Awaited<ReturnType<typeof member>>;

/** Applies a value on all members; `more` is said of each by its name. */
async function apply(
	members: readonly Member[],
	value: string,
	more: (name: string) => Partial<ServiceSpec> = () => ({}),
	{signal = new AbortController().signal, onEvent = (_event: EventBody) => {}} = {},
) {
	const named = new Map(members.map((one, index) => [['a', 'b', 'c'][index]!, one]));
	const hosts = [...named.keys()].map(name => ({name}));
	const events: EventBody[] = [];
	const steps = ({name}: {readonly name: string}) => {
		const {dir, conf} = named.get(name)!;
		return service({
			id: 'start',
			title: 'Start',
			unit: 'demo',
			config: [file({id: 'configuration', path: conf, content: `${value}\n`})],
			files: [conf],
			answers: {what: 'it to answer', command: rawCommand(`[ -e ${dir}/answers.$MAINPID ]`)},
			fatal: ['Fatal'],
			startSeconds: 15,
			...more(name),
		});
	};
	const result = await run({
		plan: {cluster: 'test', stages: [{id: 'demo', title: 'demo', hosts, begin: () => steps}]},
		mode: 'apply',
		sessions: new Map(hosts.map(host => [host.name, {host, facts: {} as Facts, connection: named.get(host.name)!.connection}])),
		reconnect: async () => Promise.reject(new Error('no reconnect expected')),
		emit(event) {
			events.push(event);
			onEvent(event);
		},
		signal,
	});
	const finished = events.flatMap(event => (event.type === 'step-finished' ? [event] : []));
	return {
		...result,
		lines: finished.map(({ref, outcome}) => `${ref.host} ${ref.step} ${outcome}`),
		failures: finished.flatMap(({failure}) => failure?.message ?? []),
	};
}

test('a value with which the first member does not start is on the disks of no other', async () => {
	const [a, b, c] = [await member(), await member(), await member()];
	const before = [b.stand(), c.stand()];
	const {outcome, lines} = await apply([a, b, c], 'bad', name => ({last: async () => name !== 'a'}));
	expect(outcome).toBe('failed');
	expect([...lines].sort()).toEqual([
		'a configuration changed',
		'a start failed',
		'b configuration cancelled',
		'c configuration cancelled',
	]);
	expect(a.stand()).toMatchObject({content: 'bad\n', done: ['restart']});
	expect([b.stand(), c.stand()]).toEqual(before);
	// The member that is down gets the old value at once; the others never had another.
	const back = await apply([a, b, c], 'old');
	expect(back.outcome).toBe('succeeded');
	expect(back.lines).toContain('a configuration changed');
	expect([b.stand(), c.stand()]).toEqual(before);
});

test('members are changed one after the other, each its files and then what runs; one that is down comes before all', async () => {
	const [a, b, c] = [await member(), await member(), await member({running: false})];
	const gate: string[] = [];
	const of = (context: Context, what: string) => void gate.push(`${context.host.name} ${what}`);
	const {outcome, lines} = await apply([a, b, c], 'new', name => ({
		last: async () => name === 'a',
		beforeRestart: async context => of(context, `gate ${[a, b, c].map(({stand}) => stand().content.trim()).join()}`),
		afterRestart: async context => of(context, 'whole'),
	}));
	expect(outcome).toBe('succeeded');
	expect(lines).toEqual([
		'c configuration changed',
		'c start changed',
		'b configuration changed',
		'b start changed',
		'a configuration changed',
		'a start changed',
	]);
	expect(gate).toEqual([
		'b gate old,old,new',
		'b gate old,new,new',
		'b whole',
		'a gate old,new,new',
		'a gate new,new,new',
		'a whole',
	]);
	expect([a, b, c].map(({stand}) => stand().done)).toEqual([['restart'], ['restart'], ['start']]);
});

test('nothing is written on a member whose gate is closed, nor on those behind it', async () => {
	const [a, b] = [await member(), await member()];
	const before = [a.stand(), b.stand()];
	const beforeRestart = async () => Promise.reject(new Error('not now'));
	const {failures} = await apply([a, b], 'new', name => ({beforeRestart, last: async () => name === 'b'}));
	expect(failures).toEqual(expect.arrayContaining(['stopped before its turn: a failed']));
	expect([a.stand(), b.stand()]).toEqual(before);
});

test('a run that ends between a file and its restart is continued by the next one, one member at a time', async () => {
	const [a, b] = [await member(), await member()];
	const before = b.stand();
	const stop = new AbortController();
	const first = await apply([a, b], 'new', name => ({last: async () => name === 'b'}), {
		signal: stop.signal,
		onEvent: event => {
			if (event.type === 'step-finished') stop.abort();
		},
	});
	expect(first.outcome).toBe('cancelled');
	expect(a.stand()).toMatchObject({content: 'new\n', done: []});
	expect(b.stand()).toEqual(before);
	const second = await apply([a, b], 'new', name => ({last: async () => name === 'b'}));
	expect(second.lines).toEqual(['a configuration ok', 'a start changed', 'b configuration changed', 'b start changed']);
	expect([a.stand().done, b.stand().done]).toEqual([['restart'], ['restart']]);
	expect((await apply([a, b], 'new')).recap.total).toMatchObject({ok: 4, changed: 0});
});

test('members that go first are up before the others are started, and answer with them', async () => {
	const [a, b, c] = [await member({running: false}), await member({running: false}), await member({running: false})];
	// It answers only when another one runs: a majority.
	const majority = `[ -e ${a.dir}/answers.$MAINPID ] && kill -0 $(cat ${b.dir}/pid)`;
	const started: string[] = [];
	const waits: string[] = [];
	const {outcome} = await apply(
		[a, b, c],
		'old',
		name => ({
			first: {
				goes: async context => context.host.name === 'a',
				reason: 'members with data start first',
				up: {what: 'it to be up', command: rawCommand(`[ -e ${a.dir}/answers.$MAINPID ]`)},
			},
			beforeStart: async context => void started.push(context.host.name),
			...(name === 'a' ? {answers: {what: 'a majority', command: rawCommand(majority)}} : {}),
		}),
		{
			onEvent: event => {
				if (event.type === 'step-waiting') waits.push(`${event.ref.host}: ${event.for}`);
			},
		},
	);
	expect(outcome).toBe('succeeded');
	expect(started[0]).toBe('a');
	expect([...started].sort()).toEqual(['a', 'b', 'c']);
	expect(waits).toContain('b: a, as members with data start first');
	const starts = [a, b, c].map(({dir}) => statSync(join(dir, 'pid')).mtimeMs);
	expect(Math.min(starts[1]!, starts[2]!)).toBeGreaterThan(
		statSync(join(a.dir, `answers.${readFileSync(join(a.dir, 'pid'), 'utf8').trim()}`)).mtimeMs,
	);
});

test('no other member is started when one that goes first does not start', async () => {
	const [a, b, c] = [await member({running: false}), await member({running: false}), await member({running: false})];
	const {lines, failures} = await apply([a, b, c], 'old', name => ({
		...(name === 'a' ? {config: [file({id: 'configuration', path: a.conf, content: 'bad\n'})]} : {}),
		first: {
			goes: async context => context.host.name === 'a',
			reason: 'members with data start first',
			up: {what: 'it to be up', command: rawCommand('true')},
		},
	}));
	expect(lines).toEqual(expect.arrayContaining(['a start failed', 'b start cancelled', 'c start cancelled']));
	expect(failures).toContain('not started: members with data start first, and a failed');
	expect([b.stand().done, c.stand().done]).toEqual([[], []]);
});
