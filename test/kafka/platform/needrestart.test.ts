import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {needrestart} from '../../../source/kafka/platform/needrestart.ts';
import {fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {kraftCluster, sampleCluster} from '../../helpers/sample-cluster.ts';

const contentOn = async (cluster: typeof sampleCluster, name: string) => {
	const step = needrestart(cluster, {name}).at(-1);
	const [change] = await step!.check(fakeContext(fakeConnection([{command: '/needrestart/'}])));
	return change!.after!;
};

test('each service of the host is left alone by needrestart, which reads it as Perl', async () => {
	const unitsOf = (text: string) => [...text.matchAll(/qr\(\^(\S+?)\\\.service\$\)/g)].map(([, unit]) => unit);
	expect(unitsOf(await contentOn(sampleCluster, 'kafka-01'))).toEqual([
		'confluent-zookeeper',
		'confluent-kafka',
		'confluent-schema-registry',
	]);
	const text = await contentOn(kraftCluster, 'kafka-03');
	expect(unitsOf(text)).toEqual(['confluent-kcontroller', 'confluent-kafka', 'kafka-connect-standalone']);
	const ask = `${text}\nfor my $unit (@ARGV) { print grep({ $unit =~ $_ } keys %{$nrconf{override_rc}}) ? 'left ' : 'restarted ' }`;
	const {stdout, status} = spawnSync('perl', ['-', 'confluent-kafka.service', 'ssh.service'], {input: ask, encoding: 'utf8'});
	expect({stdout, status}).toEqual({stdout: 'left restarted ', status: 0});
});

test('elsewhere there is no needrestart', async () => {
	for (const step of needrestart(sampleCluster, {name: 'kafka-01'})) {
		expect(await step.check(fakeContext(fakeConnection([]), {facts: rocky}))).toEqual([]);
	}
});
