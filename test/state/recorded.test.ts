import {chmodSync, cpSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parseCluster} from '../../source/cluster/file/parse.ts';
import {metadataRole} from '../../source/cluster/roles.ts';
import type {RunEvent} from '../../source/core/events.ts';
import {reduce} from '../../source/core/state/reduce.ts';
import {noRun} from '../../source/core/state/run-state.ts';
import {plainReporter} from '../../source/reporters/plain.ts';
import {readJournal} from '../../source/state/journal/journal.ts';
import {placements} from '../../source/state/journal/ledger.ts';
import {readRunLog} from '../../source/state/journal/run-log.ts';
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

test('the cluster file of an earlier version, which names no version and knew ZooKeeper alone, means what it meant', async () => {
	const [first] = await readJournal(folder());
	if (first?.type !== 'run') throw new Error('the journal does not begin with its run');
	expect(first.text).not.toContain('version:');
	const {roles, platform, zookeeper, kafka, controller} = parseCluster(first.text, 'cluster.yaml');
	expect(platform).toMatchObject({version: '7.9', versionIsOpen: true});
	expect(roles).toMatchObject({controller: [], zookeeper: ['kafka-01', 'kafka-02', 'kafka-03'], kafka: roles.zookeeper});
	expect([zookeeper.dataDir, zookeeper.clientPort, kafka.dataDirs, controller.combined]).toEqual([
		'/var/lib/zookeeper',
		2181,
		['/var/lib/kafka/data'],
		false,
	]);
	expect(metadataRole({roles}).id).toBe('zookeeper');
});

test('the log of a run that an earlier version wrote is shown', async () => {
	const events: RunEvent[] = [];
	for await (const event of readRunLog(join(recorded, 'run.jsonl'))) events.push(event);
	expect(events).toHaveLength(41);
	let state = noRun;
	for (const event of events) state = reduce(state, event);
	expect(state).toMatchObject({operation: 'install', mode: 'apply', status: 'succeeded', cluster: 'lab'});
	const written: string[] = [];
	const reporter = plainReporter({write: text => written.push(text), unicode: true, colour: false, verbose: true, columns: 100});
	for (const event of events) reporter.emit(event);
	expect(written.join('')).toContain('Apply lab');
	expect(written.join('')).toMatch(/Done in /);
});
