import {kindsIn} from './kind.ts';

const topics = (names: string) => [...kindsIn(names).keys()];

/** Names that topics have, and what a broker calls them: `ServerTopicConfigSynonyms` of Kafka 3.9.2 and 4.3.1. Names that are the same are left out. */
export const brokerNames: ReadonlyMap<string, string> = new Map([
	...topics(`
* cleanup.policy index.interval.bytes local.retention.bytes local.retention.ms message.downconversion.enable message.format.version
* message.timestamp.after.max.ms message.timestamp.before.max.ms message.timestamp.difference.max.ms message.timestamp.type
* preallocate retention.bytes retention.ms segment.bytes
`).map(name => [name, `log.${name}`] as const),
	...topics('* delete.retention.ms max.compaction.lag.ms min.compaction.lag.ms').map(
		name => [name, `log.cleaner.${name}`] as const,
	),
	['file.delete.delay.ms', 'log.segment.delete.delay.ms'],
	['flush.messages', 'log.flush.interval.messages'],
	['flush.ms', 'log.flush.interval.ms'],
	['max.message.bytes', 'message.max.bytes'],
	['min.cleanable.dirty.ratio', 'log.cleaner.min.cleanable.ratio'],
	['segment.index.bytes', 'log.index.size.max.bytes'],
	['segment.jitter.ms', 'log.roll.jitter.ms'],
	['segment.ms', 'log.roll.ms'],
]);
