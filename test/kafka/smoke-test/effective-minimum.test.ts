import {describe, expect, test} from 'vitest';
import type {Connection} from '../../../source/core/connection.ts';
import {minimumIn, proveMinimum} from '../../../source/kafka/smoke-test/effective-minimum.ts';
import {fakeContext} from '../../helpers/context.ts';
import {noDial} from '../../helpers/fake-connection.ts';
import {fakeKafka} from '../../helpers/fake-kafka.ts';
import {kraftCluster, sampleCluster} from '../../helpers/sample-cluster.ts';

/** A broker whose topics have this minimum; without one it knows of no such topic. */
function broker(minimum?: string) {
	const connection: Connection = {
		exec: async () => ({code: 0, stdout: '', stderr: ''}),
		dial: async () =>
			fakeKafka({
				describeConfigs: () => ({
					throttleTimeMs: 0,
					results: [
						{
							errorCode: minimum === undefined ? 3 : 0,
							errorMessage: undefined,
							resourceType: 2,
							resourceName: 'smoke',
							configs:
								minimum === undefined
									? []
									: [
											{
												name: 'min.insync.replicas',
												value: minimum,
												readOnly: false,
												configSource: 5,
												isSensitive: false,
												synonyms: [],
												configType: 3,
												documentation: undefined,
											},
										],
						},
					],
				}),
			})(),
		close: async () => {},
	};
	return fakeContext(connection, {byCommands: () => false});
}

describe('the minimum that a new topic really has', () => {
	test('is well where it is what the file wants, or more', async () => {
		for (const minimum of ['2', '3']) await proveMinimum(broker(minimum), kraftCluster, 'smoke');
	});

	test.each([['1'], ['0'], [undefined]])('fails the test where it is %s: no setting of a broker would show it', async minimum => {
		await expect(proveMinimum(broker(minimum), kraftCluster, 'smoke', 0.3)).rejects.toMatchObject({
			message: `the effective min.insync.replicas of a new topic is ${minimum ?? 'unknown'}, and the cluster file wants 2`,
			command: expect.stringContaining('kafka-configs --bootstrap-server kafka-01:9092 --describe --all --entity-type topics'),
		});
	});

	test('is not asked where 1 is wanted, nor with ZooKeeper, whose brokers have it from their own settings', async () => {
		const silent = fakeContext({exec: async () => Promise.reject(new Error('asked')), dial: noDial, close: async () => {}});
		await proveMinimum(silent, sampleCluster, 'smoke');
		await proveMinimum(silent, {...kraftCluster, roles: {...kraftCluster.roles, kafka: ['kafka-01']}}, 'smoke');
	});

	test.each<[string, number | undefined]>([
		['  min.insync.replicas=2 sensitive=false synonyms={DYNAMIC_DEFAULT_BROKER_CONFIG:min.insync.replicas=2}\n', 2],
		['Dynamic configs for topic smoke are:\n  min.insync.replicas=1 sensitive=false synonyms={}\n', 1],
		['  other=1 synonyms={STATIC_BROKER_CONFIG:min.insync.replicas=2 }\n', undefined],
		['  min.insync.replicas=two sensitive=false\n', undefined],
		['', undefined],
	])('is read from the answer of the tool: %j', (stdout, minimum) => {
		expect(minimumIn(stdout)).toBe(minimum);
	});
});
