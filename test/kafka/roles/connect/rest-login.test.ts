import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loginOption, loginStep} from '../../../../source/kafka/roles/connect/rest-login.ts';
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
		case $file in *login) owner=cp-kafka-connect:confluent ;; *) owner=root:root ;; esac
		[ ! -f "$file" ] || echo "regular file $owner $(/usr/bin/stat -c %a "$file")"
	done ;;
	*) exec /usr/bin/stat "$@" ;;
	esac`;
	const connection = localConnection({
		prefix: shims({stat: owners, chown: 'true'}),
		paths: {'/etc/kafka-connect-jdbc': folder, '/etc/systemd/system/kafka-connect-standalone.service.d': units},
	});
	const context = fakeContext(connection);
	const step = loginStep(sampleCluster);
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	return {folder, units, context, connection, step, read};
}

test('a login is drawn once, in two files that agree and that nobody else reads', async () => {
	const {folder, context, connection, step, read} = scene();
	expect((await step.check(context)).flatMap(({puts = []}) => puts.map(({name}) => name))).toEqual([
		'/etc/kafka-connect-jdbc/rest.login',
		'/etc/kafka-connect-jdbc/rest.curl',
	]);
	await step.apply(context);
	const [, password] = /^kafka-setup=([\w-]{32})\n$/.exec(read('rest.login')) ?? [];
	expect(read('rest.curl')).toBe(`user = "kafka-setup:${password}"\n`);
	for (const name of ['rest.login', 'rest.curl']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o400);
	expect(await step.check(context)).toEqual([]);
	expect(connection.commands.join('\n')).not.toContain(password);
});

test.each([
	['of which one was changed', (folder: string) => writeFileSync(join(folder, 'rest.curl'), 'user = "kafka-setup:other"\n')],
	['of which one is open to others', (folder: string) => chmodSync(join(folder, 'rest.login'), 0o644)],
])('a login %s is drawn anew', async (_how, change) => {
	const {folder, context, step, read} = scene();
	await step.apply(context);
	const before = read('rest.login');
	for (const name of ['rest.login', 'rest.curl']) chmodSync(join(folder, name), 0o600);
	for (const name of ['rest.login', 'rest.curl']) chmodSync(join(folder, name), 0o400);
	expect(await step.check(context)).toEqual([]);
	chmodSync(join(folder, 'rest.curl'), 0o600);
	change(folder);
	expect(await step.check(context)).toHaveLength(1);
	await step.apply(context);
	expect(read('rest.login')).not.toBe(before);
	expect(await step.check(context)).toEqual([]);
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
