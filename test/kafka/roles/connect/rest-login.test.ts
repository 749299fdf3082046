import {once} from 'node:events';
import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer, type ListenOptions} from 'node:net';
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
		const heard: string[] = [];
		const port = address === undefined ? 1 : await listener({port: 0, host: address}, heard);
		return {...(await asked(port, uid)), sent: heard.join('').includes(`Basic ${btoa('kafka-setup:CANARY')}`)};
	}

	/** Listens, answers all that comes with `["orders"]`, and keeps what it hears. */
	async function listener(where: ListenOptions, heard: string[]): Promise<number> {
		const server = createServer(socket => {
			socket.on('data', data => {
				heard.push(String(data));
				socket.end('HTTP/1.0 200 OK\r\n\r\n["orders"]');
			});
		});
		server.listen(where);
		await once(server, 'listening');
		onTestFinished(() => void server.close());
		return (server.address() as AddressInfo).port;
	}

	/** Asks for the connector's status as a run does. `env`: of root. */
	async function asked(port: number, uid: number, env: readonly string[] = [], programs: Readonly<Record<string, string>> = {}) {
		const root = tempDir();
		const cluster = {...sampleCluster, connect: {...sampleCluster.connect, restPort: port}};
		writeFileSync(join(root, 'rest.curl'), 'ipv4\nuser = "kafka-setup:CANARY"\n');
		const connection = localConnection({
			prefix: [...shims({id: `[ "$*" = '-u -- cp-kafka-connect' ] && echo ${uid}`, ...programs}), ...env],
			paths: {'/etc/kafka-connect-jdbc': root},
		});
		const {code, stdout, stderr} = await connection.exec(statusCommand(cluster, sampleCluster.connect.sources[0]!).command);
		return {code, answer: stdout, said: stderr};
	}
	const own = process.getuid!();

	test.each(['127.0.0.1', '::ffff:127.0.0.1'])('to the worker on %s', async address => {
		expect(await sent(address, own)).toEqual({code: 0, answer: '["orders"]', said: '', sent: true});
	});

	test.each([
		['another account on 127.0.0.1', '127.0.0.1', own + 1],
		['another account on all addresses', '::', own + 1],
		// It binds 127.0.0.1, so what is bound elsewhere is not it.
		['the account on all addresses', '::', own],
		['the account on all addresses of IPv4', '0.0.0.0', own],
		['whoever is on the other address of localhost', '::1', own],
		['nobody', undefined, own],
	])('not to %s', async (_who, address, uid) => {
		const {code, said, sent: gone} = await sent(address, uid);
		expect([code, gone]).toEqual([1, false]);
		expect(said).toMatch(/^port \d+ is not the worker's: nobody listens on it, or another account\n$/);
	});

	test('to the worker, whoever listens beside it for what comes to the other addresses', async () => {
		const [heard, beside]: [string[], string[]] = [[], []];
		const port = await listener({port: 0, host: '127.0.0.1'}, heard);
		await listener({port, host: '::', ipv6Only: true}, beside);
		// Who listens on `::` is another account than on 127.0.0.1: here both are the same one, so the table of IPv6 says it.
		const foreign = `[[ $1 != /proc/net/tcp ]] || { /bin/cat /proc/net/tcp; sed 's/ ${own} / ${own + 1} /' /proc/net/tcp6; exit; }
exec /bin/cat "$@"`;
		expect(await asked(port, own, [], {cat: foreign})).toEqual({code: 0, answer: '["orders"]', said: ''});
		expect([heard.length, beside]).toEqual([1, []]);
	});

	test.each(['http_proxy', 'ALL_PROXY'])('to the worker, and not to the proxy in %s of root', async name => {
		const [heard, proxied]: [string[], string[]] = [[], []];
		const port = await listener({port: 0, host: '127.0.0.1'}, heard);
		const proxy = await listener({port: 0, host: '127.0.0.1'}, proxied);
		const env = ['env', '-u', 'no_proxy', '-u', 'NO_PROXY', `${name}=http://127.0.0.1:${proxy}`];
		expect(await asked(port, own, env)).toMatchObject({code: 0, answer: '["orders"]'});
		expect([heard.length, proxied]).toEqual([1, []]);
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
