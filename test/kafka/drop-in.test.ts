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
