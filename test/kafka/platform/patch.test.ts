import {expect, test} from 'vitest';
import {textOf} from '../../../source/host/remarks.ts';
import {packageSteps} from '../../../source/kafka/platform/from-packages.ts';
import {patchIn} from '../../../source/kafka/settled/look.ts';
import {commonPatch} from '../../../source/kafka/settled/patch.ts';
import {nothingKnown} from '../../../source/kafka/settled/record-steps.ts';
import {remarksOf} from '../../../source/kafka/settled/remarks.ts';
import type {Standing} from '../../../source/kafka/settled/standing.ts';
import {viewOf} from '../../../source/kafka/settled/view.ts';
import {fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';
import {bareStanding, runningStandings} from '../../helpers/standings.ts';

const standings = (...patches: readonly (string | undefined)[]): ReadonlyMap<string, Standing> =>
	new Map(patches.map((patch, index) => [`kafka-0${index + 1}`, {...bareStanding, patch}]));
const stepsFor = (host: string, ...patches: readonly (string | undefined)[]) =>
	packageSteps(sampleCluster, {name: host}, () => ['curl', 'confluent-kafka', 'confluent-hub-client'], {
		...nothingKnown(),
		standings: standings(...patches),
	});

test.each([
	['installed 7.9.2-1', '7.9.2'],
	['installed 1:7.9.2-1~deb12', '7.9.2'],
	['installed 8.3.1-1.el9', '8.3.1'],
	['config-files 7.9.2-1', undefined],
	['package confluent-kafka is not installed', undefined],
	['installed $(reboot)-1', undefined],
	['installed 7.9.2; reboot-1', undefined],
	['', undefined],
])('of %j the patch is %s', (said, patch) => {
	expect(patchIn(said)).toBe(patch);
});

test('the patch of a cluster is that of most hosts, of two as frequent ones the newer', () => {
	const of = (...patches: readonly (string | undefined)[]) => commonPatch(patches.map(patch => ({patch})));
	expect(of('7.9.1', '7.9.2', '7.9.1', undefined)).toBe('7.9.1');
	expect(of('7.9.9', '7.9.10')).toBe('7.9.10');
	expect(of(undefined)).toBeUndefined();
});

test('a first install takes what the source has, and holds it after', () => {
	expect(stepsFor('kafka-01', undefined, undefined).map(({id}) => id)).toEqual(['repository-confluent', 'packages', 'hold']);
});

test('a host that joins gets the patch of the others, and its own for a package more', async () => {
	const changes = async (host: string) => {
		const steps = stepsFor(host, '7.9.1', '7.9.1', undefined, '7.9.2');
		expect(steps.map(({id}) => id)).toEqual(['repository-confluent', 'pin', 'packages', 'hold']);
		const context = fakeContext(fakeConnection([{command: '/^rpm -q --whatprovides /'}]), {facts: rocky});
		return (await steps[2]!.check(context)).map(({what}) => what);
	};
	const others = ['install package confluent-hub-client'];
	expect(await changes('kafka-03')).toEqual(['install package curl', 'install package confluent-kafka 7.9.1', ...others]);
	expect(await changes('kafka-04')).toEqual(['install package curl', 'install package confluent-kafka 7.9.2', ...others]);
});

test('a host with another patch than most is named', () => {
	const all = runningStandings(sampleCluster);
	const [name, first] = [...all][0]!;
	const remarks = (patch: string) =>
		remarksOf(viewOf({cluster: sampleCluster, standings: new Map([...all, [name, {...first, patch}]]), replaced: []}));
	expect((remarks('7.9.0').get(name) ?? []).map(textOf)).toEqual([
		`confluent-kafka 7.9.0 is installed on ${name}, and 7.9.1 on most hosts: no package is changed`,
	]);
	expect([...remarks('7.9.1').values()].flat()).toEqual([]);
});
