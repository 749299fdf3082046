import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Change} from '../../../source/core/events.ts';
import type {ConvergeStep} from '../../../source/core/plan.ts';
import type {Placement} from '../../../source/core/things.ts';
import {file} from '../../../source/host/files/file.ts';
import {destroyPlan} from '../../../source/kafka/destroy/plan.ts';
import {parseRemoval, removalText} from '../../../source/kafka/settled/removal.ts';
import {beginRemoval, endRemoval} from '../../../source/kafka/settled/removal-steps.ts';
import {settle} from '../../../source/kafka/settled/settle.ts';
import {readStanding} from '../../../source/kafka/settled/standing.ts';
import {fakeContext} from '../../helpers/context.ts';
import {changed, judge, linesOf, running, subjects} from '../../helpers/judge.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster, sampleFacts} from '../../helpers/sample-cluster.ts';
import {bareStanding} from '../../helpers/standings.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const since = '2026-11-23T12:00:00.000Z';
const mark = {cluster: 'orders', data: true, since};
const folder = '/var/lib/kafka-setup';

/** A host whose folder of what is kept is one of this machine. */
function host() {
	const root = join(tempDir(), 'kafka-setup');
	const context = fakeContext(localConnection({paths: {[folder]: root}}));
	return {root, context, names: () => (existsSync(root) ? readdirSync(root).sort() : undefined)};
}

const step = (...changes: readonly Change[]): ConvergeStep => ({
	id: 'x',
	title: 'X',
	check: async context => {
		context.note('left: x');
		return changes;
	},
	apply: async () => {},
});
const something = step({what: 'remove x'});

describe('the mark of a removal', () => {
	test('comes before anything goes, is root’s alone, and tells whose removal it is', async () => {
		const {root, context, names} = host();
		const begin = beginRemoval(mark, [step(), something]);
		expect(await begin.check(context)).toMatchObject([
			{
				what: `create ${folder}/destroying`,
				puts: [
					{kind: 'directory', name: folder},
					{kind: 'file', name: `${folder}/destroying`},
				],
			},
		]);
		expect(context.seen.notes).toEqual([]);
		await begin.apply(context);
		expect(await begin.check(context)).toEqual([]);
		expect(names()).toEqual(['destroying']);
		expect(statSync(join(root, 'destroying')).mode & 0o777).toBe(0o600);
		expect(parseRemoval(readFileSync(join(root, 'destroying'), 'utf8'))).toEqual(mark);
	});

	test('comes to no host where there is nothing to remove, and to one that can not tell', async () => {
		const {context} = host();
		expect(await beginRemoval(mark, [step()]).check(context)).toEqual([]);
		const unclear = {
			...step(),
			check: () => Promise.reject(new Error('dpkg is locked')),
		};
		expect(await beginRemoval(mark, [unclear]).check(context)).toHaveLength(1);
	});

	test('of an earlier destroy stays with its time, unless it was to keep data that goes now', async () => {
		const {root, context} = host();
		const earlier = {...mark, since: '2026-11-22T00:00:00.000Z'};
		await beginRemoval(earlier, [something]).apply(context);
		expect(await beginRemoval(mark, [something]).check(context)).toEqual([]);
		const other = beginRemoval({...mark, data: false}, [step()]);
		expect(await other.check(context)).toMatchObject([{what: `change ${folder}/destroying`}]);
		await other.apply(context);
		expect(parseRemoval(readFileSync(join(root, 'destroying'), 'utf8'))).toEqual({...mark, data: false});
	});

	test('goes with its folder in one command, and alone where something else is in it', async () => {
		const {root, context, names} = host();
		const end = endRemoval();
		expect(await end.check(context)).toEqual([]);
		await beginRemoval(mark, [something]).apply(context);
		expect((await end.check(context)).map(({what}) => what)).toEqual([
			`remove ${folder}/destroying`,
			`remove directory ${folder}`,
		]);
		await end.apply(context);
		expect([names(), await end.check(context)]).toEqual([undefined, []]);

		await beginRemoval(mark, [something]).apply(context);
		mkdirSync(join(root, 'replaced'));
		expect((await end.check(context)).map(({what}) => what)).toEqual([`remove ${folder}/destroying`]);
		await end.apply(context);
		expect([names(), await end.check(context)]).toEqual([['replaced'], []]);
		expect(context.seen.notes.at(-1)).toBe(`left: ${folder} holds ${folder}/replaced`);
	});

	test('that somebody has written over goes too', async () => {
		const {root, context, names} = host();
		mkdirSync(root);
		writeFileSync(join(root, 'destroying'), 'x');
		const begin = beginRemoval(mark, [step()]);
		expect(await begin.check(context)).toHaveLength(1);
		await begin.apply(context);
		expect(await begin.check(context)).toEqual([]);
		await endRemoval().apply(context);
		expect(names()).toBeUndefined();
	});
});

test('cut after any change, a removal has left its mark until all else is gone; run again, it comes to its end', async () => {
	const placed = ['directory', 'file', 'file', 'file'].map((kind, index): Placement => {
		const name = [folder, `${folder}/cluster.json`, `${folder}/cluster-id`, `${folder}/x/kafka.conf`][index]!;
		return {host: 'kafka-01', stage: 'platform', thing: {kind: kind as 'file', name}};
	});
	const plan = (at: string) => destroyPlan(sampleCluster, {placed, recorded: undefined, data: false, since: at});
	for (let cut = 1; ; cut++) {
		const {root, context, names} = host();
		mkdirSync(join(root, 'x'), {recursive: true});
		for (const {thing} of placed.slice(1)) await file({path: thing.name, content: 'x'}).apply(context);
		let changes = 0;
		const go = async (at: string, most: number) => {
			for (const stage of plan(at).stages) {
				for (const one of stage.begin()({name: 'kafka-01'})) {
					// `x` stands for what is elsewhere on a host.
					if (one.check === undefined || one.apply === undefined || (await one.check(context)).length === 0) continue;
					if (changes === most) return;
					changes += 1;
					await one.apply(context);
					if (existsSync(join(root, 'x', 'kafka.conf'))) expect(names()).toContain('cluster.json');
					if ((names() ?? []).some(name => name.startsWith('cluster')) || existsSync(join(root, 'x', 'kafka.conf')))
						expect(names()).toContain('destroying');
				}
			}
		};
		await go(since, cut);
		const wasCut = changes === cut && names()?.includes('destroying') === true;
		if (wasCut) {
			const standing = await readStanding(sampleCluster, {name: 'kafka-01'}, localConnection({paths: {[folder]: root}}));
			expect(standing.removal).toEqual({cluster: 'orders', data: false, since});
		}
		await go('2026-11-24T00:00:00.000Z', Number.POSITIVE_INFINITY);
		expect(names()).toEqual(['x']);
		expect(readdirSync(join(root, 'x'))).toEqual([]);
		if (!wasCut) {
			expect(cut).toBe(5);
			return;
		}
	}
}, 180_000);

describe('a cluster that is being removed', () => {
	const marked = (data: boolean, ...names: readonly string[]) =>
		names.reduce((all, name) => changed(all, name, one => ({...one, removal: {...mark, data}})), running);

	test('is not planned nor applied: how to finish it is said, and how to keep it', () => {
		const [difference, ...more] = judge(sampleCluster, marked(true, 'kafka-02'));
		expect(more).toEqual([]);
		expect(difference).toMatchObject({
			subject: 'Removal of the cluster orders',
			there: 'kafka-02 is being removed from the cluster orders: a destroy that began 2026-11-23 12:00 UTC has not finished',
		});
		expect(difference!.wayOut.flatMap(line => ('run' in line ? [line.run] : []))).toEqual([
			'kafka-setup destroy FILE --data orders --confirm orders',
			'ssh kafka-02 sudo rm /var/lib/kafka-setup/destroying',
			'kafka-setup apply FILE',
		]);
		expect(linesOf(difference!.wayOut)).toContain('Data that was deleted does not come back.');
	});

	test('on several hosts is said once, and nothing else of what is gone', () => {
		const half = changed(marked(false, 'kafka-01', 'kafka-02'), 'kafka-01', ({removal}) => ({...bareStanding, removal}));
		const differences = judge(sampleCluster, half);
		expect(differences.map(({there}) => there)).toEqual([
			'kafka-01, kafka-02 are being removed from the cluster orders: a destroy that began 2026-11-23 12:00 UTC has not finished',
		]);
		expect(linesOf(differences[0]!.wayOut)).toContain('kafka-setup destroy FILE --confirm orders');
	});

	test.each(['damaged', 'newer'] as const)('is known by a mark that is %s, too', bad => {
		const standings = changed(running, 'kafka-03', standing => ({...standing, removal: {bad}}));
		expect(subjects(judge(sampleCluster, standings))).toEqual(['Removal of kafka-03']);
	});

	const settled = (standings: typeof running, mayBeGone: boolean, cluster = sampleCluster) => {
		const names = cluster.hosts.map(({name}) => name);
		const factsOf = new Map(names.map(name => [name, {...sampleFacts, machineId: 'another'}]));
		const found = new Map(names.map(name => [name, {}]));
		const recorded = {hosts: [{name: 'kafka-01', machineId: 'm-kafka-01'}]};
		return settle(cluster, {factsOf, found, standings}, {replaced: [], mayBeGone, recorded});
	};

	test('is refused in its own words, and is no reason against the destroy that finishes it', () => {
		expect(() => settled(marked(true, 'kafka-02'), false)).toThrow(
			/^The cluster orders is being removed: a destroy has not finished\.$/,
		);
		expect(settled(marked(true, 'kafka-02'), true).cluster.name).toBe('orders');
	});

	test('and that is another one is said first, then that the names differ', () => {
		const differences = judge({...sampleCluster, name: 'payments'}, marked(true, 'kafka-02'));
		expect(subjects(differences)).toEqual(['Removal of the cluster orders', 'Name of the cluster']);
		expect(linesOf(differences[0]!.wayOut)).toContain('kafka-setup destroy FILE --data orders --confirm orders');
	});

	test('and that is another one is refused by its mark alone, also by destroy', () => {
		const other = {...sampleCluster, name: 'payments'};
		const standings = new Map([['kafka-02', {...bareStanding, removal: mark}]]);
		for (const mayBeGone of [false, true])
			expect(() => settled(standings, mayBeGone, other)).toThrow('does not fit the cluster on its hosts');
	});
});

test('destroy of a file of another cluster is refused by the records of the hosts, whatever this machine remembers', () => {
	const other = {...sampleCluster, name: 'payments'};
	const seen = {factsOf: new Map(), found: new Map(), standings: running};
	let differences: readonly {subject: string; there: string}[] = [];
	try {
		settle(other, seen, {replaced: [], mayBeGone: true});
	} catch (error) {
		differences = (error as {differences: typeof differences}).differences;
	}
	expect(differences).toMatchObject([
		{
			subject: 'Name of the cluster',
			there: 'kafka-01, kafka-02, kafka-03 belong to the cluster orders (kafka-01, kafka-02, kafka-03)',
		},
	]);
	expect(settle(sampleCluster, seen, {replaced: [], mayBeGone: true}).cluster.name).toBe('orders');
});

test('a mark that is no mark of ours is damaged, one of a later format newer', () => {
	expect(parseRemoval(removalText(mark))).toEqual(mark);
	for (const text of ['', '{', '[]', 'null', removalText({...mark, since: 'x; rm -rf /'})])
		expect(parseRemoval(text)).toEqual({bad: 'damaged'});
	expect(parseRemoval('{"format":2}')).toEqual({bad: 'newer'});
});
