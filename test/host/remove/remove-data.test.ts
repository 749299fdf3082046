import {existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {ConvergeStep} from '../../../source/core/plan.ts';
import {type DataSpec, keepData, removeData} from '../../../source/host/remove/remove-data.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {smallDisk, tempDir} from '../../helpers/temp-dir.ts';

const identity = {file: 'meta.properties', lines: ['broker.id=2', 'cluster.id=Zx_-9']};
const unit = 'confluent-kafka';

/** A host whose service runs, or does not. */
const host = (runs = false) => localConnection({prefix: shims({systemctl: runs ? 'exit 0' : 'exit 3'})});

async function take(step: ConvergeStep, connection = host()) {
	const context = fakeContext(connection);
	const changes = await step.check(context);
	const notes = [...context.seen.notes];
	if (changes.length > 0) await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	return {changes: changes.map(({what}) => what.replace(/ \([\d.]+[KM]?\)/, ' (SIZE)')), notes};
}

/** A directory of a broker. */
function data(meta = 'version=0\nbroker.id=2\ncluster.id=Zx_-9\n'): string {
	const path = join(tempDir(), 'data');
	mkdirSync(join(path, 'orders-0'), {recursive: true});
	writeFileSync(join(path, 'orders-0', '00.log'), 'x'.repeat(10_000));
	writeFileSync(join(path, '.lock'), '');
	if (meta !== '') writeFileSync(join(path, 'meta.properties'), meta);
	return path;
}

const spec = (path: string, more: Partial<DataSpec> = {}) => removeData({path, created: true, identity, unit, ...more});

test('data that we made and that is ours is deleted with its directory', async () => {
	const path = data();
	expect(await take(spec(path))).toEqual({changes: [`delete ${path} (SIZE)`], notes: []});
	expect(existsSync(path)).toBe(false);
});

test('data in a directory of before us goes when it is known by its ids, and stays otherwise', async () => {
	const known = data();
	expect((await take(spec(known, {created: false}))).changes).toHaveLength(1);
	const unknown = data('');
	expect(await take(spec(unknown, {created: false}))).toEqual({
		changes: [],
		notes: [`left: ${unknown} existed before and cannot be identified as data of this cluster`],
	});
	expect(readdirSync(unknown)).toHaveLength(2);
});

test.each(['broker.id=1\ncluster.id=Zx_-9\n', 'broker.id=2\ncluster.id=another\n'])(
	'data of another one is left, even in a directory that we made (%j)',
	async meta => {
		const path = data(meta);
		expect((await take(spec(path))).notes).toEqual([
			`left: ${path} holds the data of another one: its meta.properties is not as recorded`,
		]);
		expect(readdirSync(path)).toHaveLength(3);
	},
);

test('a symbolic link is not followed', async () => {
	const path = data();
	const link = join(tempDir(), 'link');
	symlinkSync(path, link);
	expect((await take(spec(link))).notes).toEqual([`left: ${link} is a symbolic link`]);
	expect(readdirSync(path)).toHaveLength(3);
	const inside = data();
	symlinkSync(path, join(inside, 'more'));
	await take(spec(inside));
	expect(readdirSync(path)).toHaveLength(3);
});

test('a mount point is emptied, and stays with its lost+found', async () => {
	const path = join(tempDir(), 'disk');
	mkdirSync(path);
	const enter = await smallDisk(path, 'size=1m');
	const connection = localConnection({prefix: [...shims({systemctl: 'exit 3'}), ...enter]});
	await connection.exec(
		rawCommand(
			`cd ${path}; mkdir lost+found orders-0; touch lost+found/1 orders-0/a; printf '%s\\n' broker.id=2 cluster.id=Zx_-9 >meta.properties`,
		),
	);
	expect(await take(spec(path, {created: false}), connection)).toEqual({
		changes: [`delete the data in ${path} (SIZE), a mount point`],
		notes: [],
	});
	expect((await connection.exec(rawCommand(`find ${path} -mindepth 1`))).stdout).toBe(
		`${path}/lost+found\n${path}/lost+found/1\n`,
	);
});

test('what its service still uses is not deleted', async () => {
	const path = data();
	const context = fakeContext(host(true));
	await expect(spec(path).apply(context)).rejects.toThrow('confluent-kafka runs on kafka-01');
	expect(readdirSync(path)).toHaveLength(3);
});

test('one that was stopped on the way is known again, for what it is known by goes last', async () => {
	const path = data();
	mkdirSync(join(path, 'mounted'));
	// A file that can't be deleted, as a disk that is mounted below would be.
	const stuck = localConnection({prefix: shims({systemctl: 'exit 3', find: 'rm -rf ./orders-0; exit 1'})});
	await expect(spec(path, {created: false}).apply(fakeContext(stuck))).rejects.toThrow(`delete ${path}`);
	expect(readdirSync(path)).toContain('meta.properties');
	expect((await take(spec(path, {created: false}))).changes).toHaveLength(1);
	const empty = join(tempDir(), 'empty');
	mkdirSync(empty);
	expect((await take(spec(empty, {created: false}))).changes).toHaveLength(1);
});

test('data that is kept is told with its size, and not touched', async () => {
	const path = data();
	const context = fakeContext(host(true));
	const step = keepData({path, created: true, identity});
	expect(await step.check(context)).toEqual([]);
	expect(context.seen.notes).toEqual([expect.stringMatching(new RegExp(`^kept: ${path} \\(\\d+K\\)$`))]);
	expect(await keepData({path: `${path}/none`, created: true}).check(context)).toEqual([]);
	expect(context.seen.notes).toHaveLength(1);
});
