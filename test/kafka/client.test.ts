import {expect, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {toolRun} from '../../source/kafka/client.ts';
import {localConnection} from '../helpers/local-connection.ts';

const said = toolRun(sh`printenv KAFKA_JVM_PERFORMANCE_OPTS`);

test('a tool of Kafka starts with flags for a JVM that lives a second', async () => {
	const {stdout} = await localConnection({prefix: ['env', '-u', 'KAFKA_JVM_PERFORMANCE_OPTS']}).exec(said);
	expect(stdout.trim()).toBe('-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData');
});

test('flags that the operator has set on the host stay', async () => {
	const {stdout} = await localConnection({prefix: ['env', 'KAFKA_JVM_PERFORMANCE_OPTS=-XX:+UseZGC']}).exec(said);
	expect(stdout.trim()).toBe('-XX:+UseZGC');
});
