import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {superseded} from '../../../source/kafka/logs/superseded.ts';
import {debian, fakeContext, rocky} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const brought = 'of the package\n';

/** What is said of a host with this configuration of the package, if any, and these drop-ins. */
async function saidOf(facts: typeof debian, content: string | undefined, dropIns: Readonly<Record<string, string>> = {}) {
	const host = tempDir();
	const packaged = join(host, "it's.log4j.properties");
	if (content !== undefined) writeFileSync(packaged, content);
	const folder = join(host, 'confluent-kafka.service.d');
	mkdirSync(folder);
	for (const [name, text] of Object.entries(dropIns)) writeFileSync(join(folder, name), text);
	const sum = createHash('md5').update(brought).digest('hex');
	// As the two programs print it; the file of the other line is not asked for.
	const prefix = shims({
		'dpkg-query': `printf '%s\\n' '' ' /etc/other 0123 obsolete' " $KAFKA_FILE ${sum}"`,
		rpm: `file=\${@: -1}; printf 'S.5....T.  c %s\\n' /etc/other; [ "$(md5sum <"$file")" = '${sum}  -' ] || printf 'S.5....T.  c %s\\n' "$file"`,
	});
	const connection = localConnection({prefix: [...prefix, `KAFKA_FILE=${packaged}`]});
	const remarks = await superseded(fakeContext(connection, {facts}), {
		unit: 'confluent-kafka',
		dropIn: join(folder, 'kafka-setup.conf'),
		variables: ['LOG_DIR', 'KAFKA_LOG4J_OPTS'],
		packaged,
		own: `KAFKA_LOG4J_OPTS=-Dlog4j.configuration=file:${packaged}`,
	});
	return remarks.map(one => (typeof one === 'string' ? one : one.todo).replaceAll(host, ''));
}

it.each([
	['apt', debian],
	['dnf', rocky],
])('an edited configuration of the package is told of, with how to keep it (%s)', async (_, facts) => {
	expect(await saidOf(facts, undefined)).toEqual([]);
	expect(await saidOf(facts, brought)).toEqual([]);
	expect(await saidOf(facts, `${brought}log4j.rootLogger=DEBUG\n`)).toEqual([
		`/it's.log4j.properties was edited, and confluent-kafka no longer reads it: to keep it, put Environment="KAFKA_LOG4J_OPTS=-Dlog4j.configuration=file:/it's.log4j.properties" into a drop-in that sorts after kafka-setup.conf, such as /confluent-kafka.service.d/override.conf`,
	]);
});

it('a drop-in that sorts before ours and sets the same is told of, and no other', async () => {
	const dropIns = {
		'10-logs.conf': '[Service]\nEnvironment="KAFKA_LOG4J_OPTS=-Dx"\n',
		'20-dir.conf': '[Service]\n  Environment=A=1 LOG_DIR=/big\n',
		'30-heap.conf': '[Service]\nEnvironment=KAFKA_HEAP_OPTS=-Xmx1g\n# Environment=LOG_DIR=/x\n',
		'kafka-setup.conf': '[Service]\nEnvironment="LOG_DIR=/var/log/kafka"\n',
		'override.conf': '[Service]\nEnvironment=LOG_DIR=/big\n',
	};
	expect(await saidOf(debian, brought, dropIns)).toEqual(
		['10-logs.conf', '20-dir.conf'].map(
			name =>
				`/confluent-kafka.service.d/${name} sets how confluent-kafka logs, and kafka-setup.conf comes after it: to keep it, move it to a drop-in that sorts after kafka-setup.conf, such as /confluent-kafka.service.d/override.conf`,
		),
	);
});
