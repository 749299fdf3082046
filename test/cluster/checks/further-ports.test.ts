import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

describe('a further port of ZooKeeper', () => {
	const onFirst = (host: string, properties: string) =>
		`${everyRole.replace('[kafka-01,', `[{name: kafka-01, ${host}},`)}zookeeper: {extraProperties: {${properties}}}\n`;
	const metrics = 'metricsProvider.className: org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider';

	test.each([
		onFirst('bind: 10.0.0.1', `${metrics}, metricsProvider.httpPort: 8080, metricsProvider.httpHost: 127.0.0.1`),
		onFirst('bind: 10.0.0.1', 'admin.enableServer: true, admin.serverAddress: localhost'),
		onFirst('bind: 10.0.0.1', 'secureClientPort: 8080, secureClientPortAddress: "::1"'),
		onFirst('bind: "fd00::1"', 'secureClientPort: 8080, secureClientPortAddress: "[fd00::2]"'),
		// What a name stands for is not known here.
		onFirst('bind: 10.0.0.1', 'secureClientPort: 8080, secureClientPortAddress: zk-01'),
		onFirst('bind: 10.0.0.1, properties: {zookeeper: {secureClientPortAddress: 10.0.1.1}}', 'secureClientPort: 8080'),
		onFirst('properties: {zookeeper: {secureClientPort: 2281}}', 'secureClientPort: 8080'),
	])('%# on another address is taken', text => {
		expect(() => parseCluster(text, 'x')).not.toThrow();
	});

	test.each([
		onFirst('bind: 10.0.0.1', 'secureClientPort: 8080, secureClientPortAddress: 10.0.0.1'),
		onFirst('bind: 10.0.0.1', 'secureClientPort: 8080'),
		onFirst('bind: 10.0.0.1', 'secureClientPort: 8080, secureClientPortAddress: 0.0.0.0'),
		onFirst('address: 10.0.0.1', 'secureClientPort: 8080, secureClientPortAddress: 127.0.0.1'),
		onFirst('bind: "fd00::1"', 'secureClientPort: 8080, secureClientPortAddress: "fd00:0::1"'),
		onFirst('properties: {zookeeper: {secureClientPort: 8080}}', 'secureClientPort: 2281'),
	])('%# on the address of the other service is refused', text => {
		expect(problemsOf(text).join('\n')).toContain(
			"ZooKeeper's listener for TLS takes port 8080, which is schema-registry.port on kafka-01",
		);
	});
});
