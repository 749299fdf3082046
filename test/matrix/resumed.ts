import {join} from 'node:path';
import {expect} from 'vitest';
import {openClusters} from '../../source/state/store/clusters.ts';
import {dataOf, metasOf} from './data.ts';
import type {Host} from './host.ts';
import {manifest} from './manifest.ts';
import type {Scene} from './scene.ts';

export const resume = ['resume', 'matrix', '--plain'];

/** The cluster id that an operator's machine drew for the cluster, where it has controllers. */
const drawnIn = (config: string) => openClusters(join(config, 'kafka-setup')).list()[0]?.quorum?.clusterId;

/**
 * Runs once more, and compares: all that the host has come to, and how often each thing was done there. What it had of data is
 * the same to the byte, and its cluster is the one that was drawn.
 * @param seen what of a manifest is compared, where not all can be the same
 */
export async function resumed(
	scene: Scene,
	host: Host,
	config: string,
	wanted: string,
	{args = resume, seen = text => text}: {readonly args?: readonly string[]; readonly seen?: (manifest: string) => string} = {},
): Promise<void> {
	const [data, drawn] = [dataOf(host.disk), drawnIn(config)];
	const {code, said} = await scene.operate(host, config, args).ended;
	expect(code, said).toBe(0);
	expect(seen(await manifest(host)), said).toBe(seen(wanted));
	expect(dataOf(host.disk)).toMatchObject(data);
	const kept = drawnIn(config);
	if (drawn !== undefined) expect(kept).toBe(drawn);
	if (kept !== undefined) expect(new Set(metasOf(host.disk).map(({clusterId}) => clusterId))).toEqual(new Set([kept]));
	await host.stop();
}
