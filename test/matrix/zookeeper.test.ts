import {afterAll, describe, expect, it} from 'vitest';
import {configAt, tried, undisturbed} from './positions.ts';
import {resumed} from './resumed.ts';
import {scene} from './scene.ts';

/*
 * A cluster with ZooKeeper, which only the oldest platform can have. But for one stage it runs what the cluster with controllers
 * runs, of which many positions are tried: so here it is each thirtieth, and all of them in `npm run test:long`.
 */
const sparser = 6;
const all = await scene('zookeeper');
afterAll(() => all.close());
const install = await undisturbed(all, all.files.installed);
const change = await undisturbed(all, all.files.changed, install.disk);

describe('an install with ZooKeeper that is killed', () => {
	it('does all once, and asks the host nothing that it has no answer for', () => {
		const counted = install.manifest.split('\n');
		for (const what of ['start confluent-zookeeper', 'start confluent-kafka', 'cluster id', 'broker data'])
			expect(
				counted.filter(line => line === what),
				what,
			).toHaveLength(1);
		expect(counted.filter(line => line.startsWith('format '))).toEqual([]);
		expect(install.manifest).toMatch(/^one cluster$/m);
		expect(install.manifest).toMatch(/no stand-in knows it$/);
	});

	it.concurrent.each(tried(install, sparser))('is resumed to the same host, nothing done twice: %s', async (_, position) => {
		await resumed(all, await all.host(position.disk), configAt(all, position), install.manifest);
	});
});

describe('a change of a running cluster with ZooKeeper that is killed', () => {
	it('restarts each once', () => {
		const counted = change.manifest.split('\n').filter(line => line.startsWith('restart '));
		expect(counted).toEqual(['restart confluent-kafka', 'restart confluent-zookeeper', 'restart kafka-connect-standalone']);
	});

	it.concurrent.each(tried(change, sparser))('is resumed to the same host, nothing done twice: %s', async (_, position) => {
		await resumed(all, await all.host(position.disk), configAt(all, position), change.manifest);
	});
});
