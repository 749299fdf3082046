import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {fatalLines} from '../../../../source/kafka/diagnosis/fatal-lines.ts';
import {zookeeper} from '../../../../source/kafka/roles/zookeeper/metadata.ts';

const log = readFileSync(new URL('../../../cases/logs/zookeeper-broker-registered.txt', import.meta.url), 'utf8');

/** The session of a broker that was killed, in seconds (`zookeeper.session.timeout.ms`). */
const sessionSeconds = 18;

test('a broker that finds its own old session is started again for longer than that can last, though it says that it exits', () => {
	const {passing} = zookeeper;
	expect(fatalLines.kafka.some(pattern => log.split('\n').some(line => new RegExp(pattern).test(line)))).toBe(true);
	expect(passing?.pattern.test(log)).toBe(true);
	expect(passing?.seconds).toBeGreaterThan(sessionSeconds);
});
