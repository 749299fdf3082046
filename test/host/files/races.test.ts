import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, type TestContext, test} from 'vitest';
import {directory} from '../../../source/host/files/directory.ts';
import {file} from '../../../source/host/files/file.ts';
import {put} from '../../../source/host/files/put.ts';
import {removeData} from '../../../source/host/remove/remove-data.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** How often each is tried: `KAFKA_SETUP_RACES=200 npx vitest run --project quick test/host/files/races.test.ts` tries longer. */
const rounds = Number(process.env.KAFKA_SETUP_RACES ?? 10);

/** Who attacks; what root does is for this user, too, so that what was hit became theirs. */
const nobody = 65_534;
const service = {owner: 'nobody', group: 'nogroup'};

/** A directory of the service, in one of root's, and beside it what root alone may touch. */
function scene() {
	const root = tempDir();
	chmodSync(root, 0o755);
	const own = join(root, 'kafka');
	mkdirSync(own);
	chownSync(own, nobody, nobody);
	const victim = join(root, 'victim');
	const restore = () => {
		rmSync(victim, {recursive: true, force: true});
		mkdirSync(victim, {mode: 0o755});
		for (const name of ['myid', 'secret']) writeFileSync(join(victim, name), `${name}\n`, {mode: 0o600});
	};
	/** All that root's directory is, but for its times. */
	const state = () =>
		['', ...readdirSync(victim).sort()].map(name => {
			const path = join(victim, name);
			const {uid, gid, mode, size} = lstatSync(path);
			return [name, uid, gid, mode.toString(8), name === '' ? '' : size, name === '' ? '' : readFileSync(path, 'utf8')].join(' ');
		});
	restore();
	return {own, victim, restore, state};
}

/** JavaScript that has `fs`, `own`, `victim`, `swap(PATH, TARGET)` and `tryTo(WORK)`. */
const attacker = `const fs = require('node:fs');
const [own, victim] = process.argv.slice(1);
let swaps = 0, stop = false;
const tryTo = work => { try { work(); } catch {} };
const swap = (path, target) => {
	tryTo(() => { fs.renameSync(path, path + '.real'); });
	tryTo(() => { fs.symlinkSync(target, path); swaps++; });
	tryTo(() => { fs.unlinkSync(path); });
	tryTo(() => { fs.renameSync(path + '.real', path); });
};
process.stdin.on('data', () => { console.log(swaps); process.exit(); });
const turn = () => { for (let i = 0; i < 100; i++) attack(); setImmediate(turn); };
`;

type Race = {
	/** What the attacker does, over and over. */
	readonly attack: string;
	/** What root does. */
	readonly act: (own: string, round: number) => Promise<unknown>;
	/** Before the attacker starts. */
	readonly prepare?: (own: string) => void;
};

/** How often what root did hit what is root's, and how often it came through. */
async function race(context: TestContext, {attack, act, prepare}: Race) {
	if (userInfo().uid !== 0) context.skip('needs root: it starts a process of another user');
	const {own, victim, restore, state} = scene();
	prepare?.(own);
	const before = state();
	const script = `${attacker}const attack = () => { ${attack} };\nturn(); console.log('ready');`;
	const child = spawn(process.execPath, ['-e', script, own, victim], {
		uid: nobody,
		gid: nobody,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	let hits = 0;
	let done = 0;
	for (let round = 0; round < rounds; round++) {
		await act(own, round).then(
			() => done++,
			() => {},
		);
		if (state().join() === before.join()) continue;
		hits++;
		restore();
	}
	child.stdin.write('stop');
	const [swaps] = await once(child.stdout, 'data');
	if (process.env.KAFKA_SETUP_RACES !== undefined) {
		console.log(`${context.task.name}: ${hits} of ${rounds} hit, ${done} came through, ${String(swaps).trim()} swaps`);
	}
	expect(Number(swaps), 'the attacker was at work').toBeGreaterThan(rounds / 4);
	expect(hits).toBe(0);
}

const host = () => fakeContext(localConnection());
const timeout = 20_000 + 2000 * rounds;

/** A directory of the service in its own, with what a service that ran leaves there. */
const withData = (own: string) => {
	mkdirSync(join(own, 'data'), {mode: 0o755});
	writeFileSync(join(own, 'data', 'myid'), 'myid\n', {mode: 0o600});
	for (const path of [join(own, 'data'), join(own, 'data', 'myid')]) chownSync(path, nobody, nobody);
};

test('a: the directory is swapped for a link while its owner and mode are set', {timeout}, context =>
	race(context, {
		prepare: withData,
		attack: `swap(own + '/data', victim);`,
		act: own => directory({path: join(own, 'data'), ...service, mode: 0o750}).apply(host()),
	}),
);

test('b: a file is swapped for a link while its owner and mode are set', {timeout}, context =>
	race(context, {
		prepare: withData,
		attack: `tryTo(() => fs.chmodSync(own + '/data/myid', 0o600)); swap(own + '/data/myid', victim + '/myid');`,
		act: own => file({path: join(own, 'data', 'myid'), content: 'myid\n', ...service}).apply(host()),
	}),
);

test('b: the directory of a file is swapped for a link while the file is made equal', {timeout}, context =>
	race(context, {
		prepare: withData,
		attack: `swap(own + '/data', victim);`,
		act: own => file({path: join(own, 'data', 'myid'), content: 'myid\n', ...service}).apply(host()),
	}),
);

test('c: the temp file of a new file is swapped for a link', {timeout}, context =>
	race(context, {
		prepare: withData,
		attack: `for (const name of fs.readdirSync(own)) if (name.includes('.kafka-setup.')) {
			tryTo(() => fs.unlinkSync(own + '/' + name));
			tryTo(() => { fs.symlinkSync(victim + '/secret', own + '/' + name); swaps++; });
		}`,
		act: async (own, round) => {
			// The link itself may have been put in place, and is then refused.
			rmSync(join(own, 'myid'), {force: true});
			await put(host(), {path: join(own, 'myid'), content: Buffer.from(`${round}\n`), ...service, mode: 0o644});
		},
	}),
);

test('c: the directory of a new file is swapped for a link', {timeout}, context =>
	race(context, {
		prepare: withData,
		attack: `swap(own + '/data', victim);`,
		act: (own, round) =>
			put(host(), {path: join(own, 'data', 'myid'), content: Buffer.from(`${round}\n`), ...service, mode: 0o644}),
	}),
);

test('d: the directory of the data is swapped for a link while the data is deleted', {timeout}, context => {
	const connection = localConnection({prefix: shims({systemctl: 'exit 3'})});
	return race(context, {
		attack: `tryTo(() => { fs.mkdirSync(own + '/data'); fs.writeFileSync(own + '/data/log', ''); }); swap(own + '/data', victim);`,
		act: own => removeData({path: join(own, 'data'), created: true, unit: 'x'}).apply(fakeContext(connection)),
	});
});
