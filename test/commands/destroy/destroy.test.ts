import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {type DestroyOptions, destroy, type Person} from '../../../source/commands/destroy/destroy.ts';
import {InputError} from '../../../source/core/errors.ts';
import type {Thing} from '../../../source/core/things.ts';
import {file as fileStep} from '../../../source/host/files/file.ts';
import {installation} from '../../../source/run/operation.ts';
import {journalRun} from '../../../source/run/record/journal-run.ts';
import {clusterFolder, readJournal} from '../../../source/state/journal/journal.ts';
import {openRuns} from '../../../source/state/store/runs.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {knownLine, scene} from '../../helpers/ssh-scene.ts';
import {ownUser, tempDir} from '../../helpers/temp-dir.ts';

const nobody: Person = {
	present: false,
	ask() {
		throw new Error('Nobody was to be asked.');
	},
};
const how: DestroyOptions = {reporter: 'plain', verbose: false, acceptNewHostKeys: false, version: '0.1.0'};

afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

/** A cluster file of one host, with the folder of what is remembered for it. */
async function setting(host = {port: 22, configFile: '/dev/null'}) {
	const config = tempDir();
	vi.stubEnv('XDG_CONFIG_HOME', config);
	const said: string[] = [];
	vi.spyOn(process.stdout, 'write').mockImplementation(text => said.push(String(text)) > 0);
	const file = join(tempDir(), 'orders.yaml');
	writeFileSync(
		file,
		`name: orders\nhosts: [{name: h1, port: ${host.port}}]\nroles: {zookeeper: [h1], kafka: [h1]}\nssh: {configFile: ${host.configFile}}\n`,
	);
	const folder = join(config, 'kafka-setup');
	/** A run that put these things on the host. */
	const installed = async (...things: readonly Thing[]) => {
		const journal = await journalRun({folder, cluster: 'orders', file, operation: installation(), version: '0.1.0'});
		const puts = {what: 'put things there', puts: things};
		await journal.hooks.beforeApply({stage: 'platform', host: 'h1', step: 'x'}, 'Things', [puts]);
		await journal.close();
	};
	return {file, folder, installed, said: () => said.join('')};
}

describe('a name', () => {
	test.each(['data', 'confirm'] as const)('in --%s that is not the cluster’s is refused', async flag => {
		const {file} = await setting();
		await expect(destroy(file, {...how, confirm: 'orders', [flag]: 'payments'}, nobody)).rejects.toMatchObject({
			message: `--${flag} names payments, and the cluster of ${file} is called orders`,
		});
	});

	test('has to be given where nobody can be asked, and in JSON lines', async () => {
		const {file} = await setting();
		await expect(destroy(file, how, nobody)).rejects.toThrow(InputError);
		await expect(destroy(file, {...how, reporter: 'json'}, {...nobody, present: true})).rejects.toMatchObject({
			hint: `To remove it: kafka-setup destroy ${file} --confirm orders`,
		});
	});
});

describe('what the journal tells', () => {
	test('without one nothing can be agreed on', async () => {
		const {file} = await setting();
		await expect(destroy(file, {...how, confirm: 'orders'}, nobody)).rejects.toMatchObject({
			name: 'InputError',
			message: `no journal on this machine for ${file}: it does not know what was put on which host`,
		});
	});

	test('a cluster file from standard input has none', async () => {
		await expect(destroy('-', {...how, confirm: 'orders'}, nobody)).rejects.toThrow(InputError);
	});

	test('where nothing is left there is nothing to do, and no host is logged in to', async () => {
		const {file, installed, said} = await setting();
		await installed();
		expect(await destroy(file, {...how, confirm: 'orders'}, nobody)).toBeUndefined();
		expect(said()).toBe('Nothing is left of what was put on the hosts of orders.\n');
	});

	test('a damaged one is named, and nothing is done', async () => {
		const {file, folder} = await setting();
		const own = clusterFolder(folder, file);
		mkdirSync(own, {recursive: true});
		writeFileSync(join(own, 'journal'), 'x\ny\n');
		await expect(destroy(file, {...how, confirm: 'orders'}, nobody)).rejects.toThrow('is damaged: line 1');
	});
});

describe('at a terminal', () => {
	/** A host that is this machine, with one file of ours. */
	async function withFile() {
		const set = await scene();
		const server = await set.server();
		await set.write('known_hosts', knownLine(server));
		const all = await setting({port: server.port, configFile: set.settings.configFile!});
		const path = join(tempDir(), 'ours.conf');
		await fileStep({path, content: 'x', ...(await ownUser())}).apply(fakeContext(localConnection()));
		await all.installed({kind: 'file', name: path});
		return {...all, path, server};
	}

	test.each(['', 'order', 'y', 'ORDERS'])('%j is not the name: nothing is changed, nor written down', async typed => {
		const {file, folder, path, said, server} = await withFile();
		const asked: string[] = [];
		const ask = async (question: string) => {
			asked.push(question);
			return typed;
		};
		expect(await destroy(file, how, {present: true, ask})).toBeUndefined();
		await server.gone();
		expect(asked).toEqual(['Type the cluster name (orders) to confirm: ']);
		expect(said()).toContain(`remove ${path}`);
		expect(said()).toMatch(/Data is kept\.\nNothing was changed\.\n$/);
		expect((await readJournal(clusterFolder(folder, file))).map(({type}) => type)).toEqual(['run', 'intent', 'end']);
		expect(openRuns(folder).list()).toEqual([]);
	});

	test('a host that is not reached is told, and nobody is asked', async () => {
		const {file, server} = await withFile();
		await server.close();
		await expect(destroy(file, how, {...nobody, present: true})).rejects.toMatchObject({name: 'ConnectError'});
	});
});
