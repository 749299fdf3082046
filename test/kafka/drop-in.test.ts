import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {dropIn} from '../../source/kafka/drop-in.ts';
import {fakeContext} from '../helpers/context.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/** The lines of a broker's drop-in that say where it may write. */
async function writable(dataDirs: readonly string[]): Promise<readonly string[]> {
	const steps = dropIn(sampleCluster, {
		service: 'kafka',
		heap: '1g',
		heapVariable: 'KAFKA_HEAP_OPTS',
		files: [],
		dataDirs,
		restartSeconds: 5,
	});
	const connection = localConnection({paths: {'/etc/systemd/system': tempDir()}});
	const [change] = await steps.find(({id}) => id === 'unit')!.check(fakeContext(connection));
	return change!.after!.split('\n').filter(line => /^(?:ReadWritePaths|ProtectSystem|ProtectHome)=/.test(line));
}

const bounds = ['ProtectSystem=full', 'ProtectHome=read-only'];

describe('a service may write into its data directories', () => {
	test('also where the rest is read-only for it; one that is missing does not keep it from starting', async () => {
		expect(await writable(['/data/1', '/home/kafka/data', '/usr/local/kafka'])).toEqual([
			...bounds,
			'ReadWritePaths=-/home/kafka/data -/usr/local/kafka',
		]);
	});

	test('and elsewhere without a word', async () => {
		expect(await writable(['/var/lib/kafka/data', '/homes/kafka'])).toEqual(bounds);
	});
});

describe('a drop-in of the operator that takes the place of our JVM options', () => {
	/** What the plan notes with these files beside ours. */
	async function notes(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
		const root = tempDir();
		const folder = join(root, 'confluent-kafka.service.d');
		mkdirSync(folder);
		for (const [name, line] of Object.entries(files)) writeFileSync(join(folder, name), `[Service]\n${line}\n`);
		const steps = dropIn(sampleCluster, {
			service: 'kafka',
			heap: '1g',
			heapVariable: 'KAFKA_HEAP_OPTS',
			files: [],
			restartSeconds: 5,
		});
		const said: string[] = [];
		const context = fakeContext(localConnection({paths: {'/etc/systemd/system': root}}));
		await steps.find(({id}) => id === 'unit')!.check({...context, note: text => void said.push(text)});
		return said;
	}
	const heap = 'Environment="KAFKA_HEAP_OPTS=-Xmx4g"';

	test('is named, with what to write', async () => {
		expect(await notes({'zz.conf': heap})).toEqual([
			'/etc/systemd/system/confluent-kafka.service.d/zz.conf on kafka-01 sets KAFKA_HEAP_OPTS in place of ours: kafka.heap of the cluster file does not count, and the JVM loads its libraries from /tmp. Set kafka.heap and take it out there, or add -Djava.io.tmpdir=/var/cache/kafka-setup/confluent-kafka to it',
		]);
	});

	test.each([
		['nothing', {}],
		['one that sorts before ours', {'10.conf': heap}],
		['one with a folder of its own', {'zz.conf': 'Environment="KAFKA_HEAP_OPTS=-Xmx4g -Djava.io.tmpdir=/data/tmp"'}],
		['one with a folder in another variable', {'yy.conf': 'Environment=KAFKA_OPTS=-Djava.io.tmpdir=/data/tmp', 'zz.conf': heap}],
		['other settings', {'zz.conf': 'Environment=KAFKA_OPTS=-Da=b\n# Environment=KAFKA_HEAP_OPTS=-Xmx1g'}],
		['ours alone', {'kafka-setup.conf': heap}],
	])('%s: nothing is said', async (_, files) => {
		expect(await notes(files)).toEqual([]);
	});
});
