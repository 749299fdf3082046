import {describe, expect, test} from 'vitest';
import type {Agreement} from '../../../source/host/packages/agreed-version.ts';
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
		known: {...nothingKnown(), standings: standings(...patches)},
		agreement: {version: undefined},
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

describe('a first install', () => {
	const agreement: Agreement = {version: undefined};
	const known = {...nothingKnown(), standings: standings(undefined, undefined, undefined)};
	const stepsOf = (name: string) => packageSteps(sampleCluster, {name}, () => ['confluent-kafka'], {known, agreement});
	const bare = {command: '/^dpkg-query -W /'};
	const noPin = {command: '/^\\[ -e .*\\.pref/'};
	const lists = (stdout: string) => ({command: '/apt-cache policy|systemd-run/s', stdout});

	/** What a host installs whose own mirror has this one as the newest. */
	async function installed(name: string, newest: string) {
		const [, version, pin, packages] = stepsOf(name);
		const host = {name};
		const context = (...answers: Parameters<typeof fakeConnection>[0]) => fakeContext(fakeConnection(answers), {host});
		expect((await version!.check(context(bare, noPin))).map(({what}) => what)).toEqual([
			'settle the version of confluent-*, one for all hosts: the newest that the package source has',
		]);
		await version!.apply(context(lists(newest)));
		expect(await version!.check(context(bare))).toEqual([]);
		const held = (await pin!.check(context(bare, {command: '/preferences/'}))).map(({what}) => what);
		return [...held, ...(await packages!.check(context(bare))).map(({what}) => what)];
	}

	test('takes the newest of the source, the same on all hosts, though a mirror of one is ahead', async () => {
		expect(stepsOf('kafka-01').map(({id}) => id)).toEqual(['repository-confluent', 'version', 'pin', 'packages', 'hold']);
		const all = ['hold confluent-* at the version of all hosts', 'install package confluent-kafka 7.9.2'];
		expect(await installed('kafka-02', 'Get:1 lists\nnewest 1:7.9.2-1\n')).toEqual(all);
		expect(await installed('kafka-01', 'newest 7.9.3-1\n')).toEqual(all);
		expect(await installed('kafka-03', 'newest 7.9.1-1~deb12\n')).toEqual(all);
	});

	test.each(['newest $(reboot)-1', 'newest 7.9.2\nPin-Priority: 1', 'newest ', 'newest 7.9;reboot-1'])(
		'takes no version of %j, and says that there is none',
		async said => {
			agreement.version = undefined;
			const [, version, pin] = stepsOf('kafka-01');
			await version!.apply(fakeContext(fakeConnection([lists(`${said}\n`)])));
			expect(agreement.version).toBeUndefined();
			await expect(pin!.apply(fakeContext(fakeConnection([bare])))).rejects.toThrow(/name no version of it/);
		},
	);
});

test('a host that was cut after its packages were there gives its version to the others', async () => {
	const agreement: Agreement = {version: undefined};
	const known = {...nothingKnown(), standings: standings(undefined)};
	const [, version] = packageSteps(sampleCluster, {name: 'kafka-01'}, () => [], {known, agreement});
	const there = {command: '/^dpkg-query -W /', stdout: 'confluent-kafka\t7.9.1-1\tinstalled\tok\n'};
	expect(await version!.check(fakeContext(fakeConnection([there])))).toEqual([]);
	expect(agreement.version).toBe('7.9.1');
});

test.each([
	['pinned 7.9.2\noffers 7.9.3-1\noffers 1:7.9.2-1\n', '7.9.2'],
	// Its mirror has only newer ones by now, or nobody knows.
	['pinned 7.9.2\noffers 7.9.3-1\n', undefined],
	['pinned 7.9.2\n', undefined],
	['pinned $(reboot)\noffers $(reboot)-1\n', undefined],
	['', undefined],
])('what was settled by a run that was cut before the packages counts where it is to be had: %j', async (said, settled) => {
	const agreement: Agreement = {version: undefined};
	const known = {...nothingKnown(), standings: standings(undefined)};
	const [, version] = packageSteps(sampleCluster, {name: 'kafka-01'}, () => [], {known, agreement});
	const context = fakeContext(fakeConnection([{command: '/^dpkg-query -W /'}, {command: '/^\\[ -e .*\\.pref/', stdout: said}]));
	expect(await version!.check(context)).toHaveLength(settled === undefined ? 1 : 0);
	expect(agreement.version).toBe(settled);
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
