import {expect, test} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import {type CheckSheet, countsOf} from '../../source/core/check-sheet.ts';
import {createSecretResolver} from '../../source/local/secrets.ts';
import {openChecks} from '../../source/run/check-hosts.ts';
import {installation} from '../../source/run/operation.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';
import {knownLine, scene} from '../helpers/ssh-scene.ts';

/** Checks hosts which are this machine. */
async function checked(skip: readonly string[], change: (cluster: Cluster) => Cluster = one => one): Promise<CheckSheet> {
	const set = await scene();
	const server = await set.server();
	await set.write('known_hosts', knownLine(server));
	const {ssh, zookeeper, kafka, connect} = sampleCluster;
	const ids = {h1: 1};
	const cluster = change({
		...sampleCluster,
		hosts: [{name: 'h1', port: server.port}],
		roles: {...sampleCluster.roles, zookeeper: ['h1'], kafka: ['h1'], 'schema-registry': [], connect: []},
		ssh: {...ssh, configFile: set.settings.configFile},
		zookeeper: {...zookeeper, ids},
		kafka: {...kafka, ids, heap: '900g'},
		connect: {...connect, sources: []},
	});
	const {signal} = new AbortController();
	const checks = await openChecks({
		cluster,
		operation: installation({stage: 'preflight'}, {all: true, skip: new Set(skip)}),
		acceptNewHostKeys: false,
		secrets: createSecretResolver(async label => {
			throw new Error(`Nobody was to be asked for ${label}.`);
		}),
		version: '0.1.0',
		memory: undefined,
		skip: new Set(skip),
		stop: signal,
		drop: signal,
	});
	const sheet = await checks.look();
	await checks.close();
	await server.gone();
	return sheet;
}

const offline = ['package-source', 'java'];

test('every check of a host has its cell, with what it found', async () => {
	const sheet = await checked(offline);
	expect(sheet.cell('memory', 'h1')).toMatchObject({
		state: 'failed',
		findings: [{found: expect.stringMatching(/^\d+ MiB$/), wanted: expect.stringMatching(/MiB$/), why: expect.any(String)}],
	});
	for (const id of offline) expect(sheet.cell(id, 'h1')).toEqual({state: 'skipped', findings: []});
	for (const id of ['login', 'system', 'disk', 'data-dirs', 'clock', 'ports', 'other-kafka', 'package-lock'])
		expect([id, sheet.cell(id, 'h1')?.findings.length]).toEqual([id, expect.any(Number)]);
	for (const {id} of sheet.checks) expect(sheet.cell(id, 'h1')?.findings.every(one => one.found !== '') ?? true).toBe(true);
	// There are no others to find and to reach.
	expect(sheet.cell('reach', 'h1')).toBeUndefined();
	expect(countsOf(sheet).failed).toBeGreaterThan(0);
});

test('a host that is not reached leaves the others to be checked', async () => {
	const sheet = await checked(offline, cluster => ({
		...cluster,
		hosts: [...cluster.hosts, {name: 'h2', port: 1, address: '127.0.0.1'} as never],
		roles: {...cluster.roles, kafka: ['h1', 'h2']},
		kafka: {...cluster.kafka, ids: {h1: 1, h2: 2}},
	}));
	expect(sheet.cell('login', 'h1')?.state).toBe('ok');
	expect(sheet.cell('login', 'h2')).toMatchObject({state: 'failed'});
	expect(sheet.cell('disk', 'h1')?.findings).toHaveLength(1);
	expect(sheet.cell('disk', 'h2')).toEqual({state: 'not-checked', findings: []});
});
