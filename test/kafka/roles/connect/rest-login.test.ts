import {once} from 'node:events';
import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {basename, join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Connection} from '../../../../source/core/connection.ts';
import {statusCommand} from '../../../../source/kafka/roles/connect/connector-status.ts';
import {loginOption, loginStep, workerLoginStep} from '../../../../source/kafka/roles/connect/rest-login.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {localConnection} from '../../../helpers/local-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';
import {shims} from '../../../helpers/shims.ts';
import {tempDir} from '../../../helpers/temp-dir.ts';

/** A host whose files are in a temp directory, all of them those of who runs this, whatever owner they should have. */
function scene() {
	const root = tempDir();
	const folder = join(root, 'sources');
	const units = join(root, 'units');
	for (const one of [folder, units]) mkdirSync(one);
	chmodSync(folder, 0o755);
	const owners = `case "$*" in
	'-c %F %U:%G %a '*) for file in "\${@:3}"; do
		case $file in *login) owner=cp-kafka-connect:cp-kafka-connect ;; *) owner=root:root ;; esac
		[ ! -f "$file" ] || echo "regular file $owner $(/usr/bin/stat -c %a "$file")"
	done ;;
	*) exec /usr/bin/stat "$@" ;;
	esac`;
	const connection = localConnection({
		prefix: shims({stat: owners, chown: 'true'}),
		paths: {'/etc/kafka-connect-jdbc': folder, '/etc/systemd/system/kafka-connect-standalone.service.d': units},
	});
	const answers: string[] = [];
	const heard: Connection = {
		...connection,
		async exec(...asked) {
			const result = await connection.exec(...asked);
			answers.push(result.stdout, result.stderr);
			return result;
		},
	};
	const context = fakeContext(heard);
	const steps = [loginStep(sampleCluster), workerLoginStep(sampleCluster)];
	/** Runs both as a run does, and names what was written. */
	const converge = async () => {
		const written: string[] = [];
		for (const step of steps) {
			const changes = await step.check(context);
			if (changes.length > 0) await step.apply(context);
			written.push(...changes.flatMap(({puts = []}) => puts.map(({name}) => basename(name))));
		}
		return written;
	};
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	return {folder, units, context, step: steps[0]!, converge, read, told: () => [...connection.commands, ...answers].join('\n')};
}

test('a login is drawn once, in two files that agree and that nobody else reads', async () => {
	const {folder, converge, read, told} = scene();
	expect(await converge()).toEqual(['rest.curl', 'rest.login']);
	const [, password] = /^kafka-setup=([\w-]{32})\n$/.exec(read('rest.login')) ?? [];
	expect(read('rest.curl')).toBe(`ipv4\nuser = "kafka-setup:${password}"\n`);
	for (const name of ['rest.login', 'rest.curl']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o400);
	expect(await converge()).toEqual([]);
	expect(told()).not.toContain(password);
});

test('a run that was cut between the two files finishes what was drawn', async () => {
	const {context, step, converge, read} = scene();
	await step.apply(context);
	const drawn = read('rest.curl');
	expect(await converge()).toEqual(['rest.login']);
	expect(read('rest.curl')).toBe(drawn);
});

const change = (folder: string, name: string, text: string) => {
	chmodSync(join(folder, name), 0o600);
	writeFileSync(join(folder, name), text);
	chmodSync(join(folder, name), 0o400);
};

test.each([
	[
		'of which root has another',
		(folder: string) => change(folder, 'rest.curl', 'ipv4\nuser = "kafka-setup:other"\n'),
		['rest.login'],
	],
	['of which the worker has another', (folder: string) => change(folder, 'rest.login', 'kafka-setup=other\n'), ['rest.login']],
	['that others can read at the worker', (folder: string) => chmodSync(join(folder, 'rest.login'), 0o644), ['rest.login']],
	['that others can read at root', (folder: string) => chmodSync(join(folder, 'rest.curl'), 0o644), ['rest.curl', 'rest.login']],
	[
		'with a command in it',
		(folder: string) => change(folder, 'rest.curl', 'ipv4\nuser = "kafka-setup:$(reboot)"\n'),
		['rest.curl', 'rest.login'],
	],
])('a login %s is the same again in both', async (_how, damage, written) => {
	const {folder, converge, read} = scene();
	await converge();
	damage(folder);
	expect(await converge()).toEqual(written);
	const [, password] = /^kafka-setup=([\w-]+)\n$/.exec(read('rest.login')) ?? [];
	expect(read('rest.curl')).toBe(`ipv4\nuser = "kafka-setup:${password}"\n`);
	expect(await converge()).toEqual([]);
});

test('a login that would go to any address of localhost is drawn anew', async () => {
	const {folder, converge, read} = scene();
	await converge();
	change(folder, 'rest.curl', 'user = "kafka-setup:known"\n');
	expect(await converge()).toEqual(['rest.curl', 'rest.login']);
	expect(read('rest.curl')).not.toContain('known');
});

describe('the login is sent', () => {
	/** What a listener on an address of this machine gets of it. `uid`: that of the worker's account. */
	async function sent(address: string | undefined, uid: number) {
		const root = tempDir();
		const heard: string[] = [];
		const server = createServer(socket => {
			socket.on('data', data => {
				heard.push(String(data));
				socket.end('HTTP/1.0 200 OK\r\n\r\n["orders"]');
			});
		});
		if (address === undefined) server.listen(0, '127.0.0.1').close();
		else server.listen(0, address);
		await once(server, address === undefined ? 'close' : 'listening');
		onTestFinished(() => void server.close());
		const port = address === undefined ? 1 : (server.address() as AddressInfo).port;
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, restPort: port}};
		writeFileSync(join(root, 'rest.curl'), 'ipv4\nuser = "kafka-setup:CANARY"\n');
		const connection = localConnection({
			prefix: shims({id: `[ "$*" = '-u -- cp-kafka-connect' ] && echo ${uid}`}),
			paths: {'/etc/kafka-connect-jdbc': root},
		});
		const {code, stdout, stderr} = await connection.exec(statusCommand(cluster, sampleCluster.connect.sources[0]!).command);
		return {code, answer: stdout, said: stderr, sent: heard.join('').includes(`Basic ${btoa('kafka-setup:CANARY')}`)};
	}
	const own = process.getuid!();

	test.each(['127.0.0.1', '0.0.0.0', '::', '::ffff:127.0.0.1'])('to the worker on %s', async address => {
		expect(await sent(address, own)).toEqual({code: 0, answer: '["orders"]', said: '', sent: true});
	});

	test.each([
		['another account on 127.0.0.1', '127.0.0.1', own + 1],
		['another account on all addresses', '::', own + 1],
		['whoever is on the other address of localhost', '::1', own],
		['nobody', undefined, own],
	])('not to %s', async (_who, address, uid) => {
		const {code, said, sent: gone} = await sent(address, uid);
		expect([code, gone]).toEqual([1, false]);
		expect(said).toMatch(/^port \d+ is not the worker's: nobody listens on it, or another account\n$/);
	});
});

test('a drop-in of the operator that would hide the login is refused, before anything is restarted', async () => {
	const {folder, units, context, step} = scene();
	const own = (name: string, options: string) =>
		writeFileSync(join(units, name), `[Service]\nEnvironment="KAFKA_OPTS=-javaagent:/opt/agent.jar${options}"\n`);
	// One that sorts before ours is replaced by it.
	own('a.conf', '');
	own('override.conf', ` ${loginOption.replace('/etc/kafka-connect-jdbc', folder)}`);
	expect(await step.check(context)).toHaveLength(1);
	own('override.conf', '');
	await expect(step.check(context)).rejects.toThrow('override.conf on kafka-01 sets KAFKA_OPTS, in place of ours');
});
