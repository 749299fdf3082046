import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {links} from '../../../source/host/files/link.ts';
import {removeAccount} from '../../../source/host/remove/remove-account.ts';
import {removeLink} from '../../../source/host/remove/remove-link.ts';
import {removeLogs} from '../../../source/host/remove/remove-logs.ts';
import {launcherText, toolsOf} from '../../../source/kafka/platform/layout.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const platform = {...sampleCluster.platform, version: '8.3', source: {archive: 'x', sha512: undefined, kafka: '4.3.1'}};
const cluster = {...sampleCluster, platform};
const withJava = {...cluster, platform: {...platform, java: {archive: '/x/jre-17.tar.gz', sha512: undefined}}};

test('a link to the launcher runs the script of its name, with the Java that was unpacked', () => {
	const root = tempDir();
	mkdirSync(join(root, 'kafka/current/bin'), {recursive: true});
	writeFileSync(join(root, 'kafka/current/bin/kafka-topics.sh'), '#!/bin/sh\necho "$JAVA_HOME $LOG_DIR $1|$2"\n', {mode: 0o755});
	writeFileSync(join(root, 'kafka/run'), launcherText(withJava).replaceAll('/opt/kafka', join(root, 'kafka')));
	chmodSync(join(root, 'kafka/run'), 0o755);
	for (const name of ['kafka-topics', 'kafka-none']) symlinkSync(join(root, 'kafka/run'), join(root, name));
	const run = (name: string, env = {}) =>
		execFileSync(join(root, name), ['a b', '$c'], {encoding: 'utf8', env: {PATH: process.env.PATH, ...env}, stdio: 'pipe'});
	expect(run('kafka-topics')).toBe('/opt/java/jre-17 /var/log/kafka a b|$c\n');
	expect(run('kafka-topics', {LOG_DIR: '/tmp'})).toBe('/opt/java/jre-17 /tmp a b|$c\n');
	expect(() => run('kafka-none')).toThrow(/kafka-none\.sh does not exist/);
	expect(launcherText(cluster)).not.toContain('JAVA_HOME');
});

test('ZooKeeper has tools in the versions that have it', () => {
	expect(toolsOf(cluster)).not.toContain('zookeeper-shell');
	expect(toolsOf({...cluster, platform: {...platform, version: '7.9'}})).toContain('zookeeper-shell');
});

test('links are made where nothing is, and no other one is taken away', async () => {
	const root = tempDir();
	const context = fakeContext(localConnection());
	const [one, two] = [join(root, 'one'), join(root, 'two')];
	const step = links({id: 'it', title: 'links', links: [one, two].map(path => ({path, to: '/opt/kafka/run'}))});
	expect(await step.check(context)).toMatchObject([{what: `link ${one} and 1 more to /opt/kafka/run`}]);
	await step.apply(context);
	expect([one, two].map(path => readlinkSync(path))).toEqual(['/opt/kafka/run', '/opt/kafka/run']);
	expect(await step.check(context)).toEqual([]);

	const own = join(root, 'own');
	symlinkSync('/usr/bin/true', own);
	await expect(links({id: 'it', title: 'links', links: [{path: own, to: '/x'}]}).check(context)).rejects.toThrow(
		/is not the link to \/x/,
	);
	expect(await removeLink(own, '/opt/kafka').check(context)).toEqual([]);
	expect(context.seen.notes).toEqual([`left: ${own} is not the link that kafka-setup made`]);
	await removeLink(one, '/opt/kafka').apply(context);
	expect(await removeLink(one, '/opt/kafka').check(context)).toEqual([]);
	expect(await removeLink(two, '/opt/kafka').check(context)).toHaveLength(1);
});

test('accounts and logs go with the data, and stay without', async () => {
	const folder = join(tempDir(), 'logs');
	mkdirSync(join(folder, 'old'), {recursive: true});
	writeFileSync(join(folder, 'old/server.log'), 'x');
	const context = fakeContext(localConnection());
	expect(await removeLogs(folder, false).check(context)).toEqual([]);
	expect(context.seen.notes.at(-1)).toMatch(/^kept: the logs in .*logs \(/);
	const remove = removeLogs(folder, true);
	expect(await remove.check(context)).toMatchObject([{removes: [{kind: 'logs', name: folder}]}]);
	await remove.apply(context);
	expect(existsSync(folder)).toBe(false);
	expect(await remove.check(context)).toEqual([]);
	expect(await removeAccount('user', 'root', false).check(context)).toEqual([]);
	expect(context.seen.notes.at(-1)).toBe('kept: user root, which data of the cluster belongs to');
	expect(await removeAccount('user', 'root', true).check(context)).toMatchObject([{what: 'remove user root'}]);
	expect(await removeAccount('group', 'no-such-group-here', true).check(context)).toEqual([]);
});
