import {type Kinds, kindsIn} from './kind.ts';
import {shared} from './shared.ts';

const client: Kinds = new Map([
	...shared,
	...kindsIn(`
anycase REBOOTSTRAP NONE:
* metadata.recovery.strategy
anycase SASL_SSL PLAINTEXT SSL SASL_PLAINTEXT:
* security.protocol
boolean:
* enable.metrics.push sasl.oauthbearer.header.urlencode
double 0..0.25:
* sasl.login.refresh.window.jitter
double 0.5..1:
* sasl.login.refresh.window.factor
int -1..:
* receive.buffer.bytes send.buffer.bytes
int 0..:
* request.timeout.ms
long 0..:
* metrics.sample.window.ms
metadata. max.age.ms recovery.rebootstrap.trigger.ms
reconnect.backoff. max.ms ms
retry.backoff. max.ms ms
short 0..3600:
* sasl.login.refresh.buffer.seconds
short 0..900:
* sasl.login.refresh.min.period.seconds
word INFO DEBUG TRACE:
* metrics.recording.level
word use_all_dns_ips resolve_canonical_bootstrap_servers_only:
* client.dns.lookup
text:
* bootstrap.servers client.id sasl.mechanism
`),
]);

/**
 * The properties of a Connect worker: those of `StandaloneConfig` in Kafka 3.9.2 to 4.3.1, and of `AdminClientConfig`, which its client
 * takes from there too. Those that only a distributed worker reads are texts.
 */
export const workerKinds: Kinds = new Map([
	...client,
	...kindsIn(`
anycase ONLY_SCAN SERVICE_LOAD HYBRID_WARN HYBRID_FAIL:
* plugin.discovery
boolean:
* topic.creation.enable
topic.tracking. allow.reset enable
int:
* rest.advertised.port
int 0..:
* default.api.timeout.ms
int 0..2147483647:
* retries
long:
* task.shutdown.graceful.timeout.ms
offset.flush. interval.ms timeout.ms
word INFO DEBUG:
* metrics.recording.level
word required requested none:
* ssl.client.auth
text:
* admin.listeners bootstrap.controllers connect.protocol connector.client.config.override.policy exactly.once.source.support
* group.id heartbeat.interval.ms listeners plugin.path rebalance.timeout.ms response.http.headers.config rest.extension.classes
* scheduled.rebalance.max.delay.ms session.timeout.ms
access.control.allow. methods origin
config.storage. replication.factor topic
header. converter converter.plugin.version
inter.worker. key.generation.algorithm key.size key.ttl.ms signature.algorithm verification.algorithms
key. converter converter.plugin.version
offset.storage. file.filename partitions replication.factor topic
rest.advertised. host.name listener
status.storage. partitions replication.factor topic
value. converter converter.plugin.version
worker. sync.timeout.ms unsync.backoff.ms
`),
]);

/** `ProducerConfig` of the same versions. */
export const producerKinds: Kinds = new Map([
	...client,
	...kindsIn(`
boolean:
* enable.idempotence transaction.two.phase.commit.enable
partitioner. adaptive.partitioning.enable ignore.keys
int:
* transaction.timeout.ms
int 1..9 -1:
* compression.gzip.level
int -131072..22:
* compression.zstd.level
int 0..:
* batch.size delivery.timeout.ms max.request.size
int 0..2147483647:
* retries
int 1..:
* max.in.flight.requests.per.connection
int 1..17:
* compression.lz4.level
long 0..:
* buffer.memory linger.ms max.block.ms partitioner.availability.timeout.ms
long 5000..:
* metadata.max.idle.ms
word all -1 0 1:
* acks
word none gzip snappy lz4 zstd:
* compression.type
text:
* interceptor.classes key.serializer partitioner.class transactional.id value.serializer
`),
]);

/** `ConsumerConfig` of the same versions. */
export const consumerKinds: Kinds = new Map([
	...client,
	...kindsIn(`
anycase CONSUMER CLASSIC:
* group.protocol
boolean:
* allow.auto.create.topics check.crcs enable.auto.commit exclude.internal.topics
internal. leave.group.on.close throw.on.fetch.stable.offset.unsupported
int:
* heartbeat.interval.ms session.timeout.ms
int 0..:
* auto.commit.interval.ms default.api.timeout.ms max.partition.fetch.bytes
fetch. max.bytes max.wait.ms min.bytes
int 1..:
max.poll. interval.ms records
word read_committed read_uncommitted:
* isolation.level
text:
* auto.offset.reset client.rack interceptor.classes key.deserializer partition.assignment.strategy value.deserializer
group. id instance.id remote.assignor
share. acknowledgement.mode acquire.mode
`),
]);

/** `AdminClientConfig` of the same versions. */
export const adminKinds: Kinds = new Map([
	...client,
	...kindsIn(`
int 0..:
* default.api.timeout.ms
int 0..2147483647:
* retries
text:
* bootstrap.controllers
`),
]);
