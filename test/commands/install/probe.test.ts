import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {Secret} from '../../../source/core/secret.ts';
import {recordText} from '../../../source/kafka/settled/record.ts';
import {recordOf} from '../../../source/kafka/settled/record-steps.ts';
import {createSecretResolver} from '../../../source/local/secrets.ts';
import {joinTo} from '../../helpers/join-channel.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {knownLine} from '../../helpers/ssh-scene.ts';
import {newKey} from '../../helpers/ssh-server.ts';
import {smallDisk, tempDir} from '../../helpers/temp-dir.ts';
import {looking} from './looking.ts';

const wellKnown = {reach: {state: 'ok', text: ''}, hostKey: {state: 'ok', text: 'known'}};

const nobody = async (label: string) => {
	throw new Error(`Nobody was to be asked for ${label}.`);
};

describe('a host that lets us in', () => {
	test('is told as it is found: first that it is looked at, then the login, then what it is', async () => {
		const {begin, known} = await looking();
		const server = await known();
		const all = await begin({name: 'h1', port: server.port}).end;
		const login = {...wellKnown, login: {state: 'ok', text: 'op'}, sudo: {state: 'ok', text: 'root'}};
		expect(all.slice(0, -1)).toEqual([
			{items: {reach: {state: 'looking', text: ''}}, done: false},
			{items: {...login, os: {state: 'looking', text: ''}}, done: false},
		]);
		expect(all.at(-1)).toMatchObject({items: {...login, clock: {state: 'ok'}}, done: true});
		expect(Object.keys(all.at(-1)!.items).slice(4)).toEqual(['os', 'java', 'memory', 'disk', 'clock']);
	});

	test('tells the ids on its disks, in the directories that were answered', async () => {
		const {last, known} = await looking();
		const server = await known();
		const root = tempDir();
		for (const folder of ['zk', 'd1', 'd2']) mkdirSync(join(root, folder));
		writeFileSync(join(root, 'zk/myid'), '2\n');
		writeFileSync(join(root, 'd2/meta.properties'), 'broker.id=102\nversion=0\ncluster.id=abc\n');
		const directories = {controller: [], zookeeper: [join(root, 'zk')], kafka: [join(root, 'd1'), join(root, 'd2')]};
		const {ids} = await last({name: 'h1', port: server.port}, {}, new Map(), directories);
		expect(ids).toEqual({zookeeper: 2, kafka: 102, clusterId: 'abc'});
	});

	test('tells the cluster that it belongs to, and its file here', async () => {
		const asked: string[] = [];
		const {last, known} = await looking(createSecretResolver(nobody, {environment: {PW: 'pw'}}), ({cluster}) => {
			asked.push(cluster);
			return '/orders.yaml';
		});
		const prefix = await smallDisk('/var/lib', 'size=1m');
		const [program, ...words] = [...prefix, 'bash', '-c'];
		const text = recordText(
			recordOf(sampleCluster, {name: 'h1'}, new Map(), {standings: new Map(), shared: undefined, clusterId: undefined}),
		);
		spawnSync(program!, [...words, 'mkdir /var/lib/kafka-setup && cat >/var/lib/kafka-setup/cluster.json'], {input: text});
		const server = await known({
			keys: [],
			hosts: () => (command, channel) => {
				const child = spawn(program!, [...words, command], {detached: true});
				joinTo(child, channel);
				return child;
			},
		});
		const {belongs, items} = await last({name: 'h1', port: server.port}, {password: 'env:PW'});
		expect(belongs).toEqual({cluster: 'orders', hosts: ['kafka-01', 'kafka-02', 'kafka-03'], file: '/orders.yaml'});
		expect(items.clock).toMatchObject({state: 'ok'});
		expect(asked).toEqual(['orders']);
	});

	test('is left again', async () => {
		const {last, known} = await looking();
		const server = await known();
		await last({name: 'h1', port: server.port});
		await server.gone();
	});
});

describe('the key of a host', () => {
	test('that is not known is told, and nothing is sent to it', async () => {
		const {last, set} = await looking();
		const server = await set.server();
		const {items, unknownKey, done} = await last({name: 'h1', port: server.port});
		expect(unknownKey).toEqual({type: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:/)});
		expect(items).toEqual({reach: wellKnown.reach});
		expect(done).toBe(true);
		expect(server.tries).toEqual([]);
	});

	test('can be accepted for a host that has an address of its own, too', async () => {
		const {last, set} = await looking();
		const host = {name: 'h1', address: 'elsewhere', port: (await set.server()).port};
		const {unknownKey} = await last(host);
		const {items} = await last({...host, hostKeys: [unknownKey!.fingerprint]});
		expect(items).toMatchObject({hostKey: {state: 'ok'}, login: {state: 'ok', text: 'op'}});
	});

	test('that changed stops it', async () => {
		const {last, set} = await looking();
		const server = await set.server();
		await set.write('known_hosts', knownLine(server, newKey()));
		const {items, unknownKey} = await last({name: 'h1', port: server.port});
		expect(items).toMatchObject({reach: {state: 'ok'}, hostKey: {state: 'bad', text: 'changed'}});
		expect(unknownKey).toBeUndefined();
		expect(server.tries).toEqual([]);
	});

	test('is looked up anew when the same host is asked again', async () => {
		const {last, set, trust} = await looking();
		const server = await set.server();
		expect((await last({name: 'h1', port: server.port})).unknownKey).toBeDefined();
		await trust(server);
		expect((await last({name: 'h1', port: server.port})).items.login).toEqual({state: 'ok', text: 'op'});
	});
});

describe('a host that does not let us in', () => {
	test('because nobody answers there', async () => {
		const {last, set} = await looking();
		const server = await set.server();
		await server.close();
		expect((await last({name: 'h1', port: server.port})).items).toEqual({
			reach: {state: 'bad', text: 'unreachable', hint: expect.stringContaining('\n')},
		});
	});

	test('because it does not know the user', async () => {
		const {last, known} = await looking();
		const {items} = await last({name: 'h1', port: (await known({keys: [newKey()]})).port});
		expect(items).toMatchObject({...wellKnown, login: {state: 'bad', text: 'refused'}});
		expect(items.sudo).toBeUndefined();
	});

	test('because sudo is not allowed, is left again', async () => {
		const {last, known} = await looking();
		const server = await known({root: 'not allowed'});
		const {items} = await last(
			{name: 'h1', port: server.port},
			{sudoPassword: 'prompt:'},
			new Map([['ssh.sudoPassword', new Secret('x')]]),
		);
		expect(items).toMatchObject({login: {state: 'ok'}, sudo: {state: 'bad', text: 'refused'}});
		await server.gone();
	});
});

describe('stopping', () => {
	test('before it came to a login means that nothing more is told, and the host is left', async () => {
		let halfway = () => {};
		const {begin, known} = await looking({
			async resolve() {
				halfway();
				return new Secret('pw');
			},
			ask: async () => undefined,
			forget() {},
		});
		const server = await known({keys: [], password: 'pw'});
		const {all, stop} = begin({name: 'h1', port: server.port}, {password: 'env:PW'});
		const stopped = new Promise<void>(resolve => {
			halfway = () => {
				stop();
				resolve();
			};
		});
		await stopped;
		await server.gone();
		expect(all).toEqual([{items: {reach: {state: 'looking', text: ''}}, done: false}]);
	});

	test('at once means that it was not even looked at', async () => {
		const {begin, known} = await looking();
		const server = await known();
		const {all, stop} = begin({name: 'h1', port: server.port});
		stop();
		expect((await begin({name: 'h2', port: server.port}).end).at(-1)!.done).toBe(true);
		expect(all.length).toBe(0);
		expect(server.connections()).toBe(1);
	});
});

test('a path counts from the working directory', async () => {
	const {last, known} = await looking();
	const {items} = await last({name: 'h1', port: (await known()).port}, {identityFile: 'no-such-key'});
	expect(items.login).toMatchObject({state: 'bad', hint: expect.stringContaining(`${process.cwd()}/no-such-key`)});
});
