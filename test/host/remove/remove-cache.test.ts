import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {removeCache} from '../../../source/host/remove/remove-cache.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const unit = 'kafka-setup-no-such-unit';
const spec = (path: string) => ({unit, settings: '/nonexistent', path});

/** Directories of two units, with what a JVM leaves. */
function caches() {
	const folder = join(tempDir(), 'kafka-setup');
	for (const name of ['one', 'two']) {
		mkdirSync(join(folder, name, 'jetty-0'), {recursive: true});
		writeFileSync(join(folder, name, 'libzstd-jni.so'), '');
	}
	return folder;
}

async function take(path: string) {
	const context = fakeContext(localConnection());
	const step = removeCache(spec(path));
	const changes = await step.check(context);
	if (changes.length > 0) await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	return changes.map(({what}) => what);
}

test('the files of one unit go, and the folder with those of the last one', async () => {
	const folder = caches();
	expect(await take(join(folder, 'one'))).toEqual([`remove directory ${folder}/one`]);
	expect(readdirSync(folder)).toEqual(['two']);
	expect(await take(join(folder, 'one'))).toEqual([]);
	expect(await take(join(folder, 'two'))).toEqual([`remove directory ${folder}/two`]);
	expect(existsSync(folder)).toBe(false);
	expect(await take(join(folder, 'two'))).toEqual([]);
});

test('a removal that was cut before the folder was gone is finished', async () => {
	const folder = join(tempDir(), 'kafka-setup');
	mkdirSync(folder);
	expect(await take(join(folder, 'one'))).toEqual([`remove directory ${folder}`]);
	expect(existsSync(folder)).toBe(false);
});

test('a unit that runs without our settings keeps its own', async () => {
	const path = '/var/cache/kafka-setup/confluent-kafka';
	const context = fakeContext(fakeConnection([{command: '/^if \\[ -d /', stdout: `${path}\nforeign\n`}]));
	const step = removeCache({unit: 'confluent-kafka', settings: '/etc/x.conf', path});
	expect(await step.check(context)).toEqual([]);
	expect(context.seen.notes).toEqual([`left: ${path}, as confluent-kafka runs without /etc/x.conf`]);
});
