import {expect, test, vi} from 'vitest';
import {factFindings} from '../../source/commands/install/host-findings.ts';
import {preflight} from '../../source/kafka/preflight/stage.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';
import {sampleCluster, sampleFacts} from '../helpers/sample-cluster.ts';

vi.mock('../../source/kafka/host-limits.ts', async original => ({
	...(await original<object>()),
	leastFreeMb: 700,
	mostSkewSeconds: 60,
}));

/** What the wizard finds on a host with so much free space and such a clock, and how many differences and notes the preflight stage has. */
async function judged(freeMb: number, clockSkew: number) {
	const facts = {...sampleFacts, clockSkew};
	const {disk, clock} = factFindings(facts, `disk /dev/sda1 1000000 1 ${freeMb * 1024} 1% /\n`, {});
	const [host] = sampleCluster.hosts;
	const others = sampleCluster.hosts.slice(1).map(({name}) => [name, {...sampleFacts, machineId: name}] as const);
	const steps = preflight(sampleCluster, sampleCluster.hosts, {
		remarks: new Map(),
		factsOf: new Map([['kafka-01', facts], ...others]),
	}).begin()(host!);
	const said = async (id: string, stdout: string) => {
		const context = fakeContext(fakeConnection(stdout === '' ? [] : [{command: '/df -Pk/s', stdout}]), {host: host!, facts});
		const changes = await steps.find(step => step.id === id)!.check!(context);
		return changes.length + context.seen.notes.length;
	};
	return {
		wizard: [disk?.state, clock?.state],
		preflight: [await said('disk', `/dev/sda1 1000000 1 ${freeMb * 1024} 1% /\n`), await said('clock', '')],
	};
}

test('the wizard and the preflight stage have the same limits', async () => {
	expect(await judged(700, 60)).toEqual({wizard: ['ok', 'ok'], preflight: [0, 0]});
	expect(await judged(699, 61)).toEqual({wizard: ['doubtful', 'doubtful'], preflight: [1, 1]});
});
