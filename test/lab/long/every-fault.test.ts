import {expect, it} from 'vitest';
import {bareFaults} from '../faults/bare.ts';
import {databaseFaults} from '../faults/database.ts';
import {bareHosts, installedHost, tryAll} from '../faults/scenes.ts';
import {serviceFaults} from '../faults/services.ts';

it('every fault of bare hosts is named by `check`, and its way out leads to green', async () => {
	expect(await tryAll(bareFaults, await bareHosts())).toEqual([]);
}, 3_600_000);

it('every fault of databases and services is named, and its way out leads to green', async () => {
	const scene = await installedHost();
	expect(await tryAll([...databaseFaults, ...serviceFaults], scene, 'kafka-01')).toEqual([]);
}, 3_600_000);

it('there are enough of them, each with an id of its own', () => {
	const all = [...bareFaults, ...databaseFaults, ...serviceFaults];
	expect(new Set(all.map(({id}) => id)).size).toBe(all.length);
	expect(all.filter(({altered}) => altered !== true).length).toBeGreaterThan(40);
});
