import {type Kinds, kindsIn} from './kind.ts';

/** What Kafka itself reads of a source: `SourceConnectorConfig` in Kafka 3.9.2 to 4.3.1. */
const anySource: Kinds = kindsIn(`
anycase INTERVAL POLL CONNECTOR:
* transaction.boundary
anycase REQUIRED REQUESTED:
* exactly.once.support
boolean:
* tasks.max.enforce
errors.log. enable include.messages
int 1..:
* tasks.max
long:
* transaction.boundary.interval.ms
errors.retry. delay.max.ms timeout
word none all:
* errors.tolerance
word none restart:
* config.action.reload
text:
* name offsets.storage.topic predicates topic.creation.groups transforms
connector. class plugin.version
header. converter converter.plugin.version
key. converter converter.plugin.version
value. converter converter.plugin.version
`);

/** The properties of Confluent's JDBC source connector and of Aiven's, from their documentation. */
const jdbc: Kinds = kindsIn(`
text:
* batch.max.rows catalog.pattern db.timezone date.timezone dialect.name incrementing.initial mode numeric.mapping
* numeric.precision.mapping poll.interval.ms quote.sql.identifiers schema.pattern sql.quote.identifiers table.types topic.prefix
* transaction.isolation.mode validate.non.null
connection. attempts backoff.ms password url user
incrementing.column. mapping name
* query query.masked query.retry.attempts query.suffix
table. blacklist exclude.list include.list monitoring.startup.polling.limit.ms names.qualify poll.interval.ms whitelist
timestamp. column.name columns.mapping delay.interval.ms fields.list granularity initial initial.ms
`);

export const sourceKinds: Kinds = new Map([...anySource, ...jdbc]);
