import {type Kinds, kindsIn} from './kind.ts';
import {shared} from './shared.ts';

/**
 * The properties of brokers and controllers: those of `KafkaConfig` in Kafka 3.9.2, 4.0.2, 4.1.2, 4.2.0 and 4.3.1. Where versions
 * differ, a limit is the widest. Limits that other code of Kafka has are here too: `num.replica.fetchers`, by which 3.9 divides, `log.cleaner.threads`,
 * `log.roll.ms`, `log.roll.jitter.ms` and `offsets.commit.required.acks`.
 */
const first: Kinds = new Map([
	...shared,
	...kindsIn(`
anycase DISABLED DOWNGRADE UPGRADE BIDIRECTIONAL:
* group.consumer.migration.policy
boolean:
* alter.config.policy.kraft.compatibility.enable broker.id.generation.enable controlled.shutdown.enable
* controller.quorum.auto.join.enable delete.topic.enable eligible.leader.replicas.enable
* follower.fetch.last.tiered.offset.enable remote.log.storage.system.enable unclean.leader.election.enable
auto. create.topics.enable leader.rebalance.enable
group. coordinator.new.enable share.enable
log. cleaner.enable message.downconversion.enable preallocate
ssl.allow. dn.changes san.changes
transaction. partition.verification.enable two.phase.commit.enable
unstable. api.versions.enable feature.versions.enable
zookeeper. metadata.migration.enable set.acl ssl.client.enable ssl.crl.enable ssl.ocsp.enable
double:
log.cleaner.io. buffer.load.factor max.bytes.per.second
sasl.login.refresh.window. factor jitter
double 0..0.5:
* remote.log.manager.task.retry.jitter
double 0..1:
* log.cleaner.min.cleanable.ratio
int:
* controlled.shutdown.max.retries controller.socket.timeout.ms delete.records.purgatory.purge.interval.requests
* fetch.purgatory.purge.interval.requests initial.broker.registration.timeout.ms leader.imbalance.per.broker.percentage node.id
* num.replica.alter.log.dirs.threads offset.metadata.max.bytes offsets.topic.compression.codec
* producer.purgatory.purge.interval.requests request.timeout.ms sasl.server.max.receive.size
broker. heartbeat.interval.ms id session.timeout.ms
controller.quorum. append.linger.ms election.backoff.max.ms election.timeout.ms fetch.timeout.ms request.timeout.ms
controller.quorum. retry.backoff.ms
group. initial.rebalance.delay.ms max.session.timeout.ms min.session.timeout.ms
internal.metadata. log.segment.bytes max.batch.size.in.bytes max.fetch.size.in.bytes
log.retention. hours minutes
remote.log.manager. copier.thread.pool.size expiration.thread.pool.size
replica. fetch.min.bytes fetch.wait.max.ms socket.receive.buffer.bytes socket.timeout.ms
share. coordinator.state.topic.compression.codec fetch.max.fetch.records fetch.purgatory.purge.interval.requests
socket. receive.buffer.bytes send.buffer.bytes
zookeeper. connection.timeout.ms session.timeout.ms
int -1..:
* group.coordinator.append.linger.ms share.coordinator.append.linger.ms
int 1..9 -1:
* compression.gzip.level
int -131072..22:
* compression.zstd.level
int 0..:
* add.partitions.to.txn.retry.backoff.max.ms connection.failed.authentication.delay.ms message.max.bytes
* metadata.max.idle.interval.ms remote.log.metadata.custom.metadata.max.bytes reserved.broker.max.id
* share.coordinator.snapshot.update.records.per.snapshot
group. consumer.assignment.interval.ms consumer.max.assignment.interval.ms consumer.min.assignment.interval.ms
group. share.assignment.interval.ms share.max.assignment.interval.ms share.min.assignment.interval.ms
group.streams. assignment.interval.ms initial.rebalance.delay.ms max.assignment.interval.ms max.standby.replicas
group.streams. min.assignment.interval.ms num.standby.replicas
log. cleaner.io.buffer.size flush.offset.checkpoint.interval.ms flush.start.offset.checkpoint.interval.ms
log. index.interval.bytes roll.jitter.hours
max. connection.creation.rate connections connections.per.ip incremental.fetch.session.cache.slots
replica.fetch. backoff.ms max.bytes response.max.bytes
int 1..:
* add.partitions.to.txn.retry.backoff.ms background.threads default.replication.factor kafka.metrics.polling.interval.secs
* log.cleaner.threads log.roll.hours max.request.partition.size.limit min.insync.replicas queued.max.requests remote.fetch.max.wait.ms
* telemetry.max.bytes transactional.id.expiration.ms
alter.log.dirs.replication.quota.window. num size.seconds
controller. quorum.fetch.max.bytes quorum.fetch.snapshot.max.bytes quota.window.num quota.window.size.seconds
group. consumer.heartbeat.interval.ms consumer.max.heartbeat.interval.ms consumer.max.session.timeout.ms consumer.max.size
group. consumer.min.heartbeat.interval.ms consumer.min.session.timeout.ms consumer.session.timeout.ms
group. coordinator.background.threads coordinator.threads max.size share.heartbeat.interval.ms
group. share.initialize.retry.interval.ms share.max.heartbeat.interval.ms share.max.session.timeout.ms share.max.share.sessions
group. share.min.heartbeat.interval.ms share.min.session.timeout.ms share.session.timeout.ms streams.heartbeat.interval.ms
group. streams.max.heartbeat.interval.ms streams.max.session.timeout.ms streams.max.size streams.min.heartbeat.interval.ms
group. streams.min.session.timeout.ms streams.session.timeout.ms
num. io.threads network.threads partitions recovery.threads.per.data.dir replica.fetchers
offsets. commit.timeout.ms load.buffer.size retention.minutes topic.num.partitions topic.segment.bytes
producer.id.expiration. check.interval.ms ms
quota.window. num size.seconds
remote.log.manager. copy.quota.window.num copy.quota.window.size.seconds fetch.quota.window.num fetch.quota.window.size.seconds
remote.log.manager. follower.thread.pool.size thread.pool.size
remote.log.reader. max.pending.tasks threads
replication.quota.window. num size.seconds
share.coordinator. cold.partition.snapshot.interval.ms load.buffer.size state.topic.num.partitions state.topic.prune.interval.ms
share.coordinator. state.topic.segment.bytes threads write.timeout.ms
socket. listen.backlog.size request.max.bytes
transaction. abort.timed.out.transaction.cleanup.interval.ms max.timeout.ms remove.expired.transaction.cleanup.interval.ms
transaction. state.log.load.buffer.size state.log.min.isr state.log.num.partitions state.log.segment.bytes
zookeeper. max.in.flight.requests metadata.migration.min.batch.size
int 1..1000:
* group.share.max.size
int 1..17:
* compression.lz4.level
int 100..10000:
* group.share.partition.max.record.locks
int 100..2000:
* group.share.min.partition.max.record.locks
int 1000..30000:
* group.share.min.record.lock.duration.ms
int 1000..3600000:
* group.share.record.lock.duration.ms
int 10000..:
* group.consumer.regex.refresh.interval.ms
int 1024..:
* fetch.max.bytes password.encoder.iterations
int 12..:
metadata.log.segment. bytes min.bytes
int 14..:
* log.segment.bytes
int 2..10:
* group.share.delivery.count.limit
int 2..5:
* group.share.min.delivery.count.limit
int 2000..10000:
* group.share.max.partition.max.record.locks
int 30000..3600000:
* group.share.max.record.lock.duration.ms
int 4..:
* log.index.size.max.bytes
int 5..25:
* group.share.max.delivery.count.limit
int 524288..:
* group.coordinator.cached.buffer.max.bytes share.coordinator.cached.buffer.max.bytes
int 8..:
* password.encoder.key.length
long:
* connections.max.reauth.ms controlled.shutdown.retry.backoff.ms internal.metadata.delete.delay.millis metadata.log.segment.ms
* queued.max.request.bytes
log. cleaner.dedupe.buffer.size flush.interval.ms flush.scheduler.interval.ms retention.bytes retention.ms
metadata.max.retention. bytes ms
replica. high.watermark.checkpoint.interval.ms lag.time.max.ms
long -1..:
* remote.log.index.file.cache.ttl.ms
long -2..:
log.local.retention. bytes ms
long 0..:
* controller.performance.always.log.threshold.ms metadata.log.max.snapshot.interval.ms server.max.startup.time.ms
log. initial.task.delay.ms roll.jitter.ms segment.delete.delay.ms
log.cleaner. backoff.ms delete.retention.ms min.compaction.lag.ms
log.message.timestamp. after.max.ms before.max.ms difference.max.ms
long 1..:
* leader.imbalance.check.interval.seconds metadata.log.max.record.bytes.between.snapshots metrics.sample.window.ms
* offsets.retention.check.interval.ms unclean.leader.election.interval.ms
delegation.token. expiry.check.interval.ms expiry.time.ms max.lifetime.ms
log. cleaner.max.compaction.lag.ms dir.failure.timeout.ms flush.interval.messages retention.check.interval.ms roll.ms
remote. list.offsets.request.timeout.ms log.index.file.cache.total.size.bytes
remote.log.manager. copy.max.bytes.per.second fetch.max.bytes.per.second task.interval.ms task.retry.backoff.max.ms
remote.log.manager. task.retry.backoff.ms
long 100..:
* controller.performance.sample.period.ms
short:
sasl.login.refresh. buffer.seconds min.period.seconds
short -1..:
* offsets.commit.required.acks
short 1..:
* offsets.topic.replication.factor transaction.state.log.replication.factor
share.coordinator.state.topic. min.isr replication.factor
short 1..100:
* group.share.max.groups
word CreateTime LogAppendTime:
* log.message.timestamp.type
word PLAINTEXT SSL SASL_PLAINTEXT SASL_SSL:
* security.inter.broker.protocol
word required requested none:
* ssl.client.auth
word uncompressed zstd lz4 snappy gzip producer:
* compression.type
words broker controller:
* process.roles
words compact delete:
* log.cleanup.policy
words consumer classic share unknown streams:
* group.coordinator.rebalance.protocols
text:
* advertised.listeners alter.config.policy.class.name authorizer.class.name broker.rack client.quota.callback.class
* control.plane.listener.name cordoned.log.dirs create.topic.policy.class.name early.start.listeners kafka.metrics.reporters
* listener.security.protocol.map listeners max.connections.per.ip.overrides metadata.log.dir metrics.recording.level
* principal.builder.class replica.selector.class ssl.principal.mapping.rules
controller. listener.names quorum.bootstrap.servers quorum.voters
delegation.token. master.key secret.key
group. consumer.assignors share.assignors share.persister.class.name
inter.broker. listener.name protocol.version
log. dir dirs message.format.version
password.encoder. cipher.algorithm keyfactory.algorithm old.secret secret
remote.log.metadata.manager. class.name class.path impl.prefix listener.name
remote.log.storage.manager. class.name class.path impl.prefix
sasl. enabled.mechanisms kerberos.principal.to.local.rules mechanism.controller.protocol mechanism.inter.broker.protocol
sasl. server.callback.handler.class
zookeeper. clientCnxnSocket connect
zookeeper.ssl. cipher.suites enabled.protocols endpoint.identification.algorithm keystore.location keystore.password
zookeeper.ssl. keystore.type protocol truststore.location truststore.password truststore.type
`),
]);

const from40: Kinds = new Map([...first, ...kindsIn('int 1048576..:\n* log.segment.bytes')]);
const from43: Kinds = new Map([...from40, ...kindsIn('int 8388608..:\n* metadata.log.segment.bytes')]);

/** Whether a version, such as 4.3, is another or a later one. */
export const isFrom = (kafka: string, version: string): boolean => kafka.localeCompare(version, 'en', {numeric: true}) >= 0;

/** `kafka`: the version. */
export function brokerKinds(kafka: string): Kinds {
	if (isFrom(kafka, '4.3')) return from43;
	return isFrom(kafka, '4.0') ? from40 : first;
}
