import type {View} from '../file/view.ts';
import type {Path} from '../file/yaml-tree.ts';
import {isFrom} from '../property-names/broker.ts';
import type {Wrong} from './property-kinds.ts';

/** A property, and what Kafka takes where it is not given. */
type Property = readonly [key: string, usual: number];

/** Two properties of which one may not be above the other. */
type Pair = {
	readonly low: Property;
	readonly high: Property;
	/** They may not be alike either. */
	readonly apart?: true;
	/** `high` has to be so many times `low`. */
	readonly times?: number;
	/** Up to here `high` means no limit. */
	readonly none?: number;
	/** The versions of Kafka, such as 4.1, that refuse it: from this one on, and before that one. */
	readonly from?: string;
	readonly before?: string;
};

const between = (start: string, name: string, usual: readonly [number, number, number], from?: string): readonly Pair[] => {
	const [least, own, most] = [`${start}min.${name}`, `${start}${name}`, `${start}max.${name}`];
	const version = from === undefined ? {} : {from};
	return [
		{low: [least, usual[0]], high: [most, usual[2]], ...version},
		{low: [least, usual[0]], high: [own, usual[1]], ...version},
		{low: [own, usual[1]], high: [most, usual[2]], ...version},
	];
};

const groups = (['consumer', 'share', 'streams'] as const).flatMap((kind): readonly Pair[] => {
	const start = `group.${kind}.`;
	const from = kind === 'streams' ? '4.1' : undefined;
	return [
		...between(start, 'heartbeat.interval.ms', [5000, 5000, 15_000], from),
		...between(start, 'session.timeout.ms', [45_000, 45_000, 60_000], from),
		...between(start, 'assignment.interval.ms', [0, 1000, 15_000], '4.3'),
		{
			low: [`${start}heartbeat.interval.ms`, 5000],
			high: [`${start}session.timeout.ms`, 45_000],
			apart: true,
			from: from ?? '4.0',
		},
	];
});

/** What `KafkaConfig` of Kafka 3.9.2, 4.0.2, 4.1.2 and 4.3.1 refuses, with its usual values. */
const pairs: readonly Pair[] = [
	{low: ['replica.fetch.wait.max.ms', 500], high: ['replica.lag.time.max.ms', 30_000]},
	{low: ['replica.fetch.wait.max.ms', 500], high: ['replica.socket.timeout.ms', 30_000]},
	{
		low: ['connection.failed.authentication.delay.ms', 100],
		high: ['connections.max.idle.ms', 600_000],
		apart: true,
		none: -1,
	},
	{low: ['socket.request.max.bytes', 104_857_600], high: ['queued.max.request.bytes', -1], none: 0},
	// More than 1 MiB for each of them.
	{low: ['log.cleaner.threads', 1], high: ['log.cleaner.dedupe.buffer.size', 134_217_728], times: 1_048_577},
	{low: ['offsets.commit.required.acks', -1], high: ['offsets.topic.replication.factor', 3], before: '4.0'},
	...groups,
	...between('group.share.', 'record.lock.duration.ms', [15_000, 30_000, 60_000]),
	...between('group.share.', 'partition.max.record.locks', [100, 2000, 4000], '4.3'),
	...between('group.share.', 'delivery.count.limit', [2, 5, 10], '4.3'),
	{low: ['group.share.max.size', 200], high: ['group.share.max.share.sessions', 2000], from: '4.1'},
	{low: ['group.streams.num.standby.replicas', 0], high: ['group.streams.max.standby.replicas', 2], from: '4.1'},
];

const number = (value: unknown): number | undefined =>
	typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : undefined;

/** Pairs in a section that Kafka refuses at its start, by the key that stands there. `all`: the section of the whole role. */
export function wrongPairs(view: View, section: Path, all: Path, kafka: string): readonly (readonly [key: string, Wrong])[] {
	if (view.entries(section).length === 0) return [];
	const given = (key: string) => view.at([...section, key]) ?? view.at([...all, key]);
	return pairs.flatMap(({low, high, apart, times = 1, none, from, before}) => {
		if ((from !== undefined && !isFrom(kafka, from)) || (before !== undefined && isFrom(kafka, before))) return [];
		const amount = ([key, usual]: Property) => (given(key) === undefined ? usual : number(given(key)));
		const textOf = (property: Property) =>
			`${property[0]} (${amount(property)}${given(property[0]) === undefined ? ' by default' : ''})`;
		const [least, most] = [amount(low), amount(high)];
		if (least === undefined || most === undefined || (none !== undefined && most <= none)) return [];
		const gap = apart === true ? 1 : 0;
		const [lowest, highest] = [least * times + gap, Math.floor((most - gap) / times)];
		if (most >= lowest) return [];
		if (view.at([...section, high[0]]) !== undefined) {
			return [
				[high[0], [`is ${most}, and ${textOf(low)} asks for ${lowest} or more: Kafka does not start`, `write ${lowest} or more`]],
			];
		}
		if (view.at([...section, low[0]]) === undefined) return [];
		return [
			[low[0], [`is ${least}, and ${textOf(high)} allows ${highest} at most: Kafka does not start`, `write ${highest} or less`]],
		];
	});
}
