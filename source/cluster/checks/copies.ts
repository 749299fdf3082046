import type {View} from '../file/view.ts';
import {usualReplication} from '../replication.ts';
import type {Rule, Wrong} from './property-kinds.ts';

/** More copies than brokers, and none at all. */
export function copies(value: string, view: View): Wrong | undefined {
	const brokers = view.length(['roles', 'kafka']);
	if (!/^\d{1,5}$/.test(value.trim()) || brokers === 0) return undefined;
	const wanted = Number(value);
	if (wanted > brokers) {
		return [
			`asks for ${wanted} copies, and roles.kafka has ${brokers} ${brokers === 1 ? 'broker' : 'brokers'}: no topic could be created`,
			`write at most ${brokers}, or take it out: by default it is 3, or the number of brokers if that is less`,
		];
	}
	return wanted === 0 ? ['asks for no copy at all', 'write 1 or more'] : undefined;
}

const textOf = (view: View, key: string) => view.text(['kafka', 'extraProperties', key])?.trim();

/** A number that is given for all brokers, or that they have without; undefined for what is none. */
function numberOf(view: View, key: string, usual: number): number | undefined {
	const text = textOf(view, key) ?? String(usual);
	return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

const usualIn = (view: View) => usualReplication(view.length(['roles', 'kafka']));

const copyHint = (most: number) =>
	most === 1 ? 'write 1, or take it out' : `write at most ${most - 1}, so that one broker may be down, or take it out`;

const offsets = 'offsets.topic.replication.factor';

/** Where a commit waits for its leader alone (up to Kafka 3.9), the minimum is not asked for. */
const commitsNeedAll = (view: View) => ['-1', undefined].includes(textOf(view, 'offsets.commit.required.acks'));

/** More copies in sync than the topics have that ask for no number of their own, or than that of the groups has. */
function inSync(value: string, view: View): Wrong | undefined {
	const {replicationFactor} = usualIn(view);
	if (!/^\d{1,5}$/.test(value.trim()) || replicationFactor === 0) return undefined;
	const least = Number(value);
	const [own, ofGroups] = ['default.replication.factor', offsets].map(key => numberOf(view, key, replicationFactor));
	if (own !== undefined && ofGroups !== undefined && own > 0 && least > Math.max(own, ofGroups)) {
		const most = Math.max(own, ofGroups);
		return [
			`asks for ${least} copies in sync, and there ${most === 1 ? 'is' : 'are'} ${most} of each record: no producer with acks=all can write, and no group can commit`,
			copyHint(most),
		];
	}
	if (!ofGroups || least <= ofGroups || !commitsNeedAll(view)) return undefined;
	return [
		`asks for ${least} copies in sync, and the topic of the groups' offsets has ${ofGroups} (${offsets}): no group can commit`,
		`write ${replicationFactor} for ${offsets} or take it out, or lower this`,
	];
}

type Pair = {
	/** The number of copies, and how many of them have to be in sync. */
	readonly copies: string;
	readonly least: string;
	readonly fails: string;
	readonly usual: (view: View) => {readonly copies: number; readonly least: number};
	readonly holds?: (view: View) => boolean;
};

/** Topics of Kafka's own that ask for a number of copies, and cannot be written with fewer than their minimum. */
const pairs: readonly Pair[] = [
	{
		copies: 'transaction.state.log.replication.factor',
		least: 'transaction.state.log.min.isr',
		fails: 'no transaction can begin',
		usual: view => ({copies: usualIn(view).replicationFactor, least: usualIn(view).transactionMinInSync}),
	},
	{
		copies: 'share.coordinator.state.topic.replication.factor',
		least: 'share.coordinator.state.topic.min.isr',
		fails: 'no share group can read',
		// Kafka's own: they are not written by default.
		usual: () => ({copies: 3, least: 2}),
	},
];

/** Of the topic of the groups' offsets: the minimum is that of all topics, whose own rule says it where that is given. */
const ofGroups: Pair = {
	copies: offsets,
	least: 'min.insync.replicas',
	fails: 'no group can commit',
	usual: view => ({copies: usualIn(view).replicationFactor, least: usualIn(view).minInSync}),
	holds: view => textOf(view, 'min.insync.replicas') === undefined && commitsNeedAll(view),
};

function tooFew(view: View, {copies: key, least, fails, usual, holds}: Pair, of: 'copies' | 'least'): Wrong | undefined {
	if (view.length(['roles', 'kafka']) === 0 || holds?.(view) === false) return undefined;
	const [has, asks] = [numberOf(view, key, usual(view).copies), numberOf(view, least, usual(view).least)];
	if (has === undefined || asks === undefined || has === 0 || asks <= has) return undefined;
	const byDefault = (other: string) => (textOf(view, other) === undefined ? ' by default' : '');
	return of === 'copies'
		? [`is ${has}, and ${least} (${asks}${byDefault(least)}) asks for more copies in sync: ${fails}`, `write ${asks} or more`]
		: [`is ${asks}, and ${key} (${has}${byDefault(key)}) gives no more copies: ${fails}`, `write ${has} or less`];
}

/** What the brokers have of copies. */
export const copyRules: readonly Rule[] = [
	{key: 'min.insync.replicas', wrong: inSync},
	{key: 'default.replication.factor', wrong: copies},
	...[ofGroups, ...pairs].flatMap((pair): readonly Rule[] => [
		{key: pair.copies, wrong: (value, view) => copies(value, view) ?? tooFew(view, pair, 'copies')},
		...(pair === ofGroups
			? []
			: [
					{
						key: pair.least,
						// With both of them given it is said once.
						wrong: (_: string, view: View) => (textOf(view, pair.copies) === undefined ? tooFew(view, pair, 'least') : undefined),
					},
				]),
	]),
];
