import {afterAll, describe, expect, it} from 'vitest';
import {configAt, tried, undisturbed} from './positions.ts';
import {resumed} from './resumed.ts';
import {scene} from './scene.ts';

const all = await scene();
afterAll(() => all.close());
const install = await undisturbed(all, all.files.installed);

/** A SIGKILL leaves what is on the disks at that instant, and nothing else: here it is a copy of them. */
describe('an install that is killed at any position', () => {
	it('has one at every line of its journal', () => {
		const lines = Array.from({length: install.lines}, (_, index) => index + 1);
		expect([...new Set(install.positions.map(position => position.lines))].sort((a, b) => a - b)).toEqual(lines);
	});

	it('does all once, and asks the host nothing that it has no answer for', () => {
		const counted = install.manifest.split('\n');
		for (const what of ['start confluent-kafka', 'install confluent-kafka', 'rows of orders'])
			expect(
				counted.filter(line => line === what),
				what,
			).toHaveLength(1);
		expect(install.manifest).toMatch(/no stand-in knows it$/);
	});

	it('ends with the record of the cluster, which is compared in all that follow', () => {
		expect(install.manifest).toMatch(/^file 600 0:0 var\/lib\/kafka-setup\/cluster\.json \w{12}$/m);
		expect(install.manifest).toMatch(/^file 600 0:0 var\/lib\/kafka-setup\/cluster-id \w{12}$/m);
		expect(install.manifest).toMatch(/^one cluster$/m);
	});

	it.concurrent.each(tried(install))('is resumed to the same host, nothing done twice: %s', async (_, position) => {
		await resumed(all, await all.host(position.disk), configAt(all, position), install.manifest);
	});
});
