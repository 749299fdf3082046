import {type Settings, settingsIn} from '../../settings.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A whole number as Kafka reads it; undefined for what it would not start with. */
function wholeNumber(text: string | undefined): number | undefined {
	return text !== undefined && /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
}

/** A time in milliseconds in the largest unit that it is a whole number of: `7 days`, `90 min`, `1500 ms`. */
function span(ms: number): string {
	if (ms === Number.POSITIVE_INFINITY) return 'unlimited';
	const units = [
		[day, ms === day ? 'day' : 'days'] as const,
		[hour, 'h'] as const,
		[minute, 'min'] as const,
		[second, 's'] as const,
	];
	const [size, name] = units.find(([size]) => ms >= size && ms % size === 0) ?? [1, 'ms'];
	return `${ms / size} ${name}`;
}

const copies = (count: number) => `${count} ${count === 1 ? 'copy' : 'copies'}`;
const brokers = (count: number) => `${count} ${count === 1 ? 'broker has' : 'brokers have'}`;

/** Settings of which a lower number keeps records less safe, with Kafka's default and what the lower one means. */
const counts: readonly {readonly key: string; readonly initial: number; readonly means: (count: number) => string}[] = [
	{
		key: 'min.insync.replicas',
		initial: 1,
		means: count => `a write with acks=all counts as soon as ${brokers(count)} it, in topics without a value of their own`,
	},
	{key: 'default.replication.factor', initial: 1, means: count => `new topics have ${copies(count)}, if nobody asks for more`},
	{
		key: 'offsets.topic.replication.factor',
		initial: 3,
		means: count => `the topic of the groups' offsets gets ${copies(count)}, if it is yet to be created`,
	},
	{
		key: 'transaction.state.log.replication.factor',
		initial: 3,
		means: count => `the topic of the transactions' state gets ${copies(count)}, if it is yet to be created`,
	},
	{
		key: 'transaction.state.log.min.isr',
		initial: 2,
		means: count => `the state of a transaction counts as soon as ${brokers(count)} it`,
	},
];

function lowerCounts(before: Settings, after: Settings): readonly string[] {
	return counts.flatMap(({key, initial, means}) => {
		const [was, is] = [before, after].map(settings => (key in settings ? wholeNumber(settings[key]) : initial));
		return was !== undefined && is !== undefined && is < was ? [`${key} from ${was} to ${is}: ${means(is)}`] : [];
	});
}

const election = 'unclean.leader.election.enable';

/** Without a file before, the default is what is left. */
function uncleanElection(before: Settings, after: Settings): readonly string[] {
	const on = (settings: Settings) => settings[election]?.trim().toLowerCase() === 'true';
	if (on(before) || !on(after)) return [];
	return [`${election} from false to true: a broker that lacks records can become leader, and the others drop them`];
}

type Retention = {readonly key: string; readonly ms: number};

/** How long records are kept: the finer unit goes before the coarser one, and a negative number is without limit. */
function retentionOf(settings: Settings): Retention | undefined {
	const units = [
		['log.retention.ms', 1],
		['log.retention.minutes', minute],
		['log.retention.hours', hour],
	] as const;
	const [key, size] = units.find(([key]) => key in settings) ?? ['log.retention.hours', hour];
	const number = key in settings ? wholeNumber(settings[key]) : 168;
	if (number === undefined) return undefined;
	return {key, ms: number < 0 ? Number.POSITIVE_INFINITY : number * size};
}

const older = 'in topics without a retention of their own';

/** Any that is shorter; where nothing has been stored yet, one under an hour: clients that are away for a moment miss what was deleted. */
function shortRetention(before: Settings | undefined, after: Settings): readonly string[] {
	const [was, is] = [retentionOf(before ?? {}), retentionOf(after)];
	if (is === undefined || (before === undefined && is.ms >= hour) || (was !== undefined && was.ms <= is.ms)) return [];
	const from = was === undefined ? '' : ` from ${span(was.ms)}`;
	return [`${is.key}${from} to ${span(is.ms)}: records that are older are deleted, ${older}`];
}

const policyKey = 'log.cleanup.policy';

const policies = (text: string) => text.split(',').map(word => word.trim());

/** Each policy that is new removes what was to stay by the one before. */
function otherPolicy(before: Settings, after: Settings): readonly string[] {
	const [was, is] = [before, after].map(settings => (settings[policyKey] ?? 'delete').trim()) as [string, string];
	const added = policies(is).filter(word => !policies(was).includes(word));
	const retention = retentionOf(after);
	const means = [
		...(added.includes('compact') ? ['of each key the last record alone is kept, and records without a key are refused'] : []),
		...(added.includes('delete') && retention !== undefined
			? [`records that are older than ${retention.key} (${span(retention.ms)}) are deleted`]
			: []),
	];
	return means.map(text => `${policyKey} from ${was} to ${is}: ${text}, in topics without a policy of their own`);
}

/** Times of which a shorter one forgets, with Kafka's default, in milliseconds. `least`: below it, also where nothing has run yet. */
const memories: readonly {
	readonly key: string;
	readonly unit: number;
	readonly initial: number;
	readonly least: number;
	readonly means: string;
}[] = [
	{
		key: 'offsets.retention.minutes',
		unit: minute,
		initial: 7 * day,
		least: day,
		means: 'a group whose clients have been away so long begins again where auto.offset.reset says',
	},
	{
		key: 'log.cleaner.delete.retention.ms',
		unit: 1,
		initial: day,
		least: 0,
		means: 'who reads a compacted topic more slowly than that misses that a key was deleted',
	},
];

function shorterMemory(before: Settings | undefined, after: Settings): readonly string[] {
	return memories.flatMap(({key, unit, initial, least, means}) => {
		const [was, is] = [before ?? {}, after].map(settings => {
			const number = key in settings ? wholeNumber(settings[key]) : initial / unit;
			return number === undefined ? undefined : number * unit;
		});
		if (was === undefined || is === undefined || is >= was || (before === undefined && is >= least)) return [];
		return [`${key} from ${span(was)} to ${span(is)}: ${means}`];
	});
}

/** Without a limit where there is none, or a negative one. */
function bytesOf(settings: Settings): number | undefined {
	const number = 'log.retention.bytes' in settings ? wholeNumber(settings['log.retention.bytes']) : -1;
	return number !== undefined && number < 0 ? Number.POSITIVE_INFINITY : number;
}

/** No time follows from a size, so each lower one counts; where nothing has been stored yet, none does. */
function lowerBytes(before: Settings, after: Settings): readonly string[] {
	const [was, is] = [bytesOf(before), bytesOf(after)];
	if (was === undefined || is === undefined || is >= was) return [];
	const from = was === Number.POSITIVE_INFINITY ? 'unlimited' : was;
	return [
		`log.retention.bytes from ${from} to ${is}: of each partition that is larger the oldest records are deleted, in topics without a value of their own`,
	];
}

const canLose = (line: string) => `this can lose data: ${line}`;

/** The same of a controller, of which KRaft takes who may be elected. */
export const losesElections = (before: string | undefined, after: string): readonly string[] =>
	uncleanElection(settingsIn(before) ?? {}, settingsIn(after) ?? {}).map(canLose);

/**
 * What a broker's settings make less safe, a line each. Without settings `before` they are judged by Kafka's own defaults,
 * and only by what loses records whatever was there.
 */
export function losesData(before: string | undefined, after: string): readonly string[] {
	const is = settingsIn(after) ?? {};
	const was = settingsIn(before);
	const lines = [
		...uncleanElection(was ?? {}, is),
		...(was === undefined ? [] : [...lowerCounts(was, is), ...otherPolicy(was, is)]),
		...shortRetention(was, is),
		...(was === undefined ? [] : lowerBytes(was, is)),
		...shorterMemory(was, is),
	];
	return lines.map(canLose);
}
