import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {everyRole, problemsOf} from '../file/problems-of.ts';

const on = (brokers: string, line: string) =>
	`${everyRole.replace('  kafka: [kafka-01, kafka-02, kafka-03]', `  kafka: [${brokers}]`)}kafka: {extraProperties: {${line}}}\n`;
const [one, two, three] = ['kafka-01', 'kafka-01, kafka-02', 'kafka-01, kafka-02, kafka-03'] as const;

describe('copies of the topics of Kafka that cannot be written', () => {
	test.each([
		[
			three,
			'offsets.topic.replication.factor: 1, min.insync.replicas: 2',
			'"min.insync.replicas" asks for 2 copies in sync, and the topic of the groups\' offsets has 1 (offsets.topic.replication.factor): no group can commit (write 3 for offsets.topic.replication.factor or take it out, or lower this)',
		],
		[
			three,
			'offsets.topic.replication.factor: 1',
			'"offsets.topic.replication.factor" is 1, and min.insync.replicas (2 by default) asks for more copies in sync: no group can commit (write 2 or more)',
		],
		[
			three,
			'transaction.state.log.replication.factor: 1',
			'"transaction.state.log.replication.factor" is 1, and transaction.state.log.min.isr (2 by default) asks for more copies in sync: no transaction can begin (write 2 or more)',
		],
		[
			two,
			'transaction.state.log.min.isr: 3',
			'"transaction.state.log.min.isr" is 3, and transaction.state.log.replication.factor (2 by default) gives no more copies: no transaction can begin (write 2 or less)',
		],
		[
			three,
			'transaction.state.log.min.isr: 3, transaction.state.log.replication.factor: 2',
			'is 2, and transaction.state.log.min.isr (3) asks for more',
		],
		[one, 'transaction.state.log.min.isr: 2', '(1 by default) gives no more copies'],
		[three, 'share.coordinator.state.topic.replication.factor: 1', 'no share group can read'],
		[two, 'share.coordinator.state.topic.replication.factor: 3', 'asks for 3 copies, and roles.kafka has 2 brokers'],
	])('on %s: %s', (brokers, line, expected) => {
		const found = problemsOf(on(brokers, line));
		expect(found).toHaveLength(1);
		expect(found[0]).toContain(expected);
	});

	test.each([
		[three, 'offsets.topic.replication.factor: 1, min.insync.replicas: 1'],
		[three, 'offsets.topic.replication.factor: 2'],
		[three, 'offsets.topic.replication.factor: 1, offsets.commit.required.acks: 1'],
		[two, 'offsets.topic.replication.factor: 1'],
		[one, 'offsets.topic.replication.factor: 1, transaction.state.log.replication.factor: 1'],
		[three, 'transaction.state.log.replication.factor: 1, transaction.state.log.min.isr: 1'],
		[three, 'transaction.state.log.replication.factor: "${x:y}"'],
		[one, 'share.coordinator.state.topic.replication.factor: 1, share.coordinator.state.topic.min.isr: 1'],
	])('on %s: %s is taken', (brokers, line) => {
		expect(() => parseCluster(on(brokers, line), 'x')).not.toThrow();
	});
});
