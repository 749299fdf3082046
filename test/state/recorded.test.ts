import {chmodSync, cpSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readJournal} from '../../source/state/journal/journal.ts';
import {placements} from '../../source/state/journal/ledger.ts';
import {openClusters} from '../../source/state/store/clusters.ts';
import {openDrafts} from '../../source/state/store/drafts.ts';
import {openRuns} from '../../source/state/store/runs.ts';
import {answersFrom} from '../../source/ui/wizard/answers/answers.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/**
 * What the first 0.1.0 wrote: an install on three hosts, killed while it started the brokers, and a wizard that was left on
 * its second page. Only the paths were changed, and the checksums after them.
 */
const recorded = join(import.meta.dirname, '../recorded/0.1.0');

function folder(): string {
	const dir = tempDir();
	cpSync(recorded, dir, {recursive: true});
	for (const name of readdirSync(dir)) chmodSync(join(dir, name), 0o600);
	return dir;
}

const quiet = (problem: string) => {
	throw new Error(problem);
};

test('the last run, the cluster and the draft that an earlier version kept are read', () => {
	const dir = folder();
	expect(openRuns(dir, quiet).list()).toMatchObject([
		{cluster: 'lab', file: '/home/op/cluster.yaml', status: 'running', done: 61, steps: 111, stoppedAt: 'Kafka'},
	]);
	const [cluster] = openClusters(dir, quiet).list();
	expect(cluster?.hosts[1]).toMatchObject({
		name: 'kafka-02',
		zookeeper: {id: 2, dataDir: '/var/lib/zookeeper', hasData: false},
		kafka: {id: 2, dataDirs: ['/var/lib/kafka/data']},
	});
	const [draft] = openDrafts(dir, quiet).list();
	expect(answersFrom(draft?.answers)).toMatchObject({hosts: 'web-01 web-02\n', ids: {zookeeper: {}, kafka: {}}});
});

test('the journal that an earlier version wrote is read: where it was cut, and what it had put on which host', async () => {
	const records = await readJournal(folder());
	expect(records).toHaveLength(84);
	expect(records[0]).toMatchObject({type: 'run', cluster: 'lab', version: '0.1.0'});
	const open = new Set<string>();
	for (const record of records) {
		if (record.type === 'intent') open.add(`${record.ref.host} ${record.ref.step}`);
		if (record.type === 'finished') open.delete(`${record.ref.host} ${record.ref.step}`);
	}
	expect([...open]).toEqual(['kafka-01 start']);
	const put = placements(records).filter(({host}) => host === 'kafka-03');
	expect(put.map(({thing}) => thing.name)).toContain('/etc/kafka/server.properties');
});
