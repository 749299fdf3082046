import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {metasOf, recordedIn} from './data.ts';
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
		const formats = ['controller', 'data', 'data-2'].map(name => `format /var/lib/kafka/${name}`);
		for (const what of [...formats, 'start confluent-kafka', 'install confluent-kafka', 'rows of orders'])
			expect(
				counted.filter(line => line === what),
				what,
			).toHaveLength(1);
		expect(install.manifest).toMatch(/no stand-in knows it$/);
	});

	it('ends with the record of the cluster, which is compared in all that follow', () => {
		expect(install.manifest).toMatch(/^file 600 0:0 var\/lib\/kafka-setup\/cluster\.json \w{12}$/m);
		expect(install.manifest).toMatch(/^file 600 0:0 var\/lib\/kafka-setup\/cluster-id \w{12}$/m);
		expect(install.manifest).toMatch(/^file 600 0:0 var\/lib\/kafka-setup\/formatted \w{12}$/m);
		expect(install.manifest).toMatch(/^file 644 971:970 var\/lib\/kafka\/data-2\/meta\.properties \w{12}$/m);
		expect(install.manifest).toMatch(/^one cluster$/m);
	});

	it.concurrent.each(tried(install))('is resumed to the same host, nothing done twice: %s', async (_, position) => {
		await resumed(all, await all.host(position.disk), configAt(all, position), install.manifest);
	});
});

const draws = install.positions.filter(({name}) => /platform\/record|\/format/.test(name));

/** With nothing of the first one's machine: what the host has on record counts; before that nothing is formatted, and a new draw is as good. */
describe('an install that is killed around a record or a format, and finished from the machine of another operator', () => {
	it.concurrent.each(tried({positions: draws}))('is the same cluster: %s', async (_, position) => {
		const host = await all.host(position.disk);
		// By then its lease is over.
		rmSync(join(host.disk, 'run/kafka-setup/lock'), {recursive: true, force: true});
		const drawn = recordedIn(host.disk);
		if (drawn === undefined) expect(metasOf(host.disk)).toEqual([]);
		await resumed(all, host, all.folder(), install.manifest, {args: ['apply', all.files.elsewhere, '--plain']});
		if (drawn !== undefined) expect(new Set(metasOf(host.disk).map(({clusterId}) => clusterId))).toEqual(new Set([drawn]));
	});
});
