import {describe, expect, test} from 'vitest';
import type {CommandResult} from '../../../source/core/connection.ts';
import {archive} from '../../../source/kafka/preflight/archive.ts';
import {checkStep} from '../../../source/kafka/preflight/host-check.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {kraftCluster} from '../../helpers/sample-cluster.ts';

const url = 'https://downloads.example/kafka_2.13-4.3.1.tgz';
const [host] = kraftCluster.hosts;
const clusterWith = (place: string, java?: string) => ({
	...kraftCluster,
	roles: {...kraftCluster.roles, connect: [host!.name]},
	platform: {
		...kraftCluster.platform,
		source: {archive: place, sha512: '0'.repeat(128), kafka: '4.3.1'},
		java: java === undefined ? undefined : {archive: java, sha512: undefined},
	},
});

/** What preflight finds wrong on a host that says this. */
async function wrong(said: string, cluster = clusterWith('/x/kafka_2.13-4.3.1.tgz')): Promise<readonly string[]> {
	const asked: string[] = [];
	const result: CommandResult = {code: 0, stdout: said, stderr: ''};
	const context = fakeContext(localConnection(), {
		exec: async command => {
			asked.push(command.text);
			return result;
		},
	});
	const [one] = archive(cluster, host!);
	const changes = await checkStep(one!, false).check!(context);
	expect(asked).toHaveLength(1);
	return changes.map(({what, reason}) => `${what}: ${reason}`);
}

describe('a host that gets Kafka from an archive', () => {
	test('is asked nothing where the packages are used', () => {
		expect(archive(kraftCluster, host!)).toEqual([]);
	});

	test('is fine with what every system has, and with the version that it runs', async () => {
		expect(await wrong('runs \n')).toEqual([]);
		expect(await wrong('runs 4.3.1\n')).toEqual([]);
		expect(await wrong('runs \nhead 0  1f 8b\n', clusterWith(url))).toEqual([]);
		// Of a server that knows no ranges.
		expect(await wrong('runs \nhead 0  1f 8b curl: (23) Failed writing body\n', clusterWith(url))).toEqual([]);
	});

	test('may lack programs', async () => {
		const cluster = clusterWith('/x/kafka_2.13-4.3.1.tgz', '/x/jre.tar.gz');
		expect((await wrong('lacks curl\nruns \n', cluster)).join()).toMatch(/has no curl: .*By curl Connect is asked how it is/);
	});

	test('keeps its version, and its packages', async () => {
		expect((await wrong('runs 4.3.0\n')).join()).toMatch(
			/has Kafka 4\.3\.0 in .* names an archive of 4\.3\.1: An upgrade is not supported yet/,
		);
		expect((await wrong('runs \npackaged\n')).join()).toContain("has Kafka of Confluent's packages");
	});

	test('may get a web page, or nothing', async () => {
		expect((await wrong('runs \nhead 0  3c 21\n', clusterWith(url))).join()).toContain(`${url} gives kafka-01 no .tar.gz`);
		expect((await wrong('runs \nhead 0 curl: (6) Could not resolve host: x\n', clusterWith(url))).join()).toContain(
			`kafka-01 cannot fetch ${url}: (6) Could not resolve host: x`,
		);
	});

	test('answers in bash what is asked, also for what it cannot fetch', async () => {
		const context = fakeContext(localConnection());
		const [one] = archive(clusterWith('http://127.0.0.1:1/kafka_2.13-4.3.1.tgz'), host!);
		const changes = await checkStep(one!, false).check!(context);
		expect(changes.map(({what}) => what)).toEqual([expect.stringMatching(/cannot fetch http:.*\(7\)/)]);
	});
});
