import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {wizardFunctions} from '../../../source/commands/install/wizard-functions.ts';
import type {CheckSheet} from '../../../source/core/check-sheet.ts';
import {readClusterFile} from '../../../source/local/cluster-file.ts';
import {createSecretResolver} from '../../../source/local/secrets.ts';
import {openChecks} from '../../../source/run/check-hosts.ts';
import {openCluster} from '../../../source/run/cluster-session.ts';
import {installation} from '../../../source/run/operation.ts';
import {failure, knownLine, scene} from '../../helpers/ssh-scene.ts';
import {tempDir} from '../../helpers/temp-dir.ts';
import {wizardOptions} from '../../helpers/wizard-options.ts';

afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

const never = () => new AbortController().signal;

/** A cluster file of these hosts, of which the first is this machine, and the wizard's checks of it. */
async function made(hosts: readonly string[] = ['h1'], more = '') {
	vi.stubEnv('XDG_CONFIG_HOME', tempDir());
	const set = await scene();
	const server = await set.server();
	await set.write('known_hosts', knownLine(server));
	const path = join(tempDir(), 'orders.yaml');
	const list = hosts
		.map((name, index) => `{name: ${name}, address: 127.0.0.1, port: ${index === 0 ? server.port : 1}}`)
		.join(', ');
	writeFileSync(
		path,
		// The memory is too small, and nobody is asked for packages beyond this machine.
		`name: orders
hosts: [${list}]
roles: {controller: [h1], kafka: [h1], schema-registry: [h1], connect: [h1]}
ssh: {configFile: ${set.settings.configFile}}
platform: {packages: {url: 'http://127.0.0.1:1'}}
kafka: {heap: 900g}
${more}`,
	);
	const {check} = wizardFunctions(
		wizardOptions(text => {
			throw new Error(`unscripted: ${text}`);
		}, never()),
	);
	const said: string[] = [];
	const look = (without: readonly string[] = [], signal = never()) =>
		check(
			{clusterText: readFileSync(path, 'utf8'), path, secrets: new Map(), without, listen: false},
			text => said.push(text),
			signal,
		);
	return {path, look, said};
}

/** What a sheet says, less what may be another thing in the next second. */
const statesOf = ({checks, hosts, cell}: CheckSheet) =>
	checks
		.filter(({id}) => id !== 'other-kafka' && id !== 'package-lock')
		.map(({id}) => [id, ...hosts.map(({name}) => [cell(id, name)?.state, cell(id, name)?.findings.map(({fix}) => fix)])]);

test('the wizard finds what the command check finds, in its words', async () => {
	const {path, look, said} = await made();
	const sheet = await look();
	expect(said[0]).toBe('logged in to 1 of 1 hosts');
	expect(said.at(-1)).toMatch(/^(\d+) of \1 checks$/);
	const skip = new Set<string>();
	const session = await openCluster({
		cluster: await readClusterFile(path),
		file: path,
		mode: 'check',
		operation: installation({stage: 'preflight'}, {all: true, skip, listen: true}),
		acceptNewHostKeys: false,
		secrets: createSecretResolver(async label => {
			throw new Error(`Nobody was to be asked for ${label}.`);
		}),
		version: '0.1.0',
		say: () => {},
	});
	const checks = await openChecks({...session, skip, stop: never(), drop: never()});
	expect(statesOf(sheet)).toEqual(statesOf(await checks.look()));
	await checks.close();
	expect(sheet.cell('memory', 'h1')?.state).toBe('failed');
	expect(sheet.cell('login', 'h1')?.state).toBe('ok');
});

test('a host that let nobody in is not logged in to, and the others are checked', async () => {
	const {look, said} = await made(['h1', 'h2']);
	const sheet = await look(['h2']);
	expect(said[0]).toBe('logged in to 1 of 1 hosts');
	expect(sheet.cell('memory', 'h1')?.state).toBe('failed');
	expect(sheet.cell('login', 'h2')).toEqual({state: 'not-checked', findings: []});
	expect(sheet.cell('data-dirs', 'h2')).toEqual({state: 'not-checked', findings: []});
});

test('what is wrong on this machine is thrown, not asked', async () => {
	const {look} = await made(['h1'], 'connect: {driver: /nowhere/driver.jar}');
	expect((await failure(look())).message).toContain('/nowhere/driver.jar');
});

test('one that nobody waits for any more looks at nothing', async () => {
	const {look, said} = await made();
	const over = new AbortController();
	over.abort();
	expect((await failure(look([], over.signal))).name).toBe('AbortError');
	expect(said).toEqual(['logged in to 1 of 1 hosts']);
});
