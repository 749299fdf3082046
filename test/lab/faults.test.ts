import {describe, expect, it} from 'vitest';
import {bareFaults} from './faults/bare.ts';
import {databaseFaults} from './faults/database.ts';
import {bareHosts, installedHost, tryAll} from './faults/scenes.ts';
import {serviceFaults} from './faults/services.ts';

/** Some of the faults of `npm run lab:faults`, of each kind. */
const sample = [
	...['one-way-firewall', 'data-in-memory', 'port-taken', 'name-not-found', 'package-key-differs', 'requiretty'],
	...['wrong-password', 'wrong-case', 'setting-refused'],
];
const sampled = <T extends {readonly id: string}>(all: readonly T[]) => all.filter(({id}) => sample.includes(id));

describe('a fault is named, and the way out that is told leads to green', () => {
	it('of bare hosts', async () => {
		expect(await tryAll(sampled(bareFaults), await bareHosts())).toEqual([]);
	});

	it('of databases and services', async () => {
		const scene = await installedHost();
		expect(await tryAll([...sampled(databaseFaults), ...sampled(serviceFaults)], scene, 'kafka-01')).toEqual([]);
	});
});
