/** The names of a list: each line has what its names begin with, or `*` for nothing, and then the rest of each. */
const namesIn = (list: string): readonly string[] =>
	list
		.trim()
		.split('\n')
		.flatMap(line => {
			const [start = '', ...rest] = line.split(' ');
			return rest.map(name => (start === '*' ? name : start + name));
		});

const shared = namesIn(`
* auto.include.jmx.reporter config.providers connections.max.idle.ms listeners metric.reporters request.timeout.ms
metrics. num.samples recording.level sample.window.ms
sasl. client.callback.handler.class jaas.config
sasl.kerberos. kinit.cmd min.time.before.relogin service.name ticket.renew.jitter ticket.renew.window.factor
sasl.login. callback.handler.class class connect.timeout.ms read.timeout.ms refresh.buffer.seconds
sasl.login. refresh.min.period.seconds refresh.window.factor refresh.window.jitter retry.backoff.max.ms retry.backoff.ms
sasl.oauthbearer. assertion.algorithm assertion.claim.aud assertion.claim.exp.seconds assertion.claim.iss
sasl.oauthbearer. assertion.claim.jti.include assertion.claim.nbf.seconds assertion.claim.sub assertion.file
sasl.oauthbearer. assertion.private.key.file assertion.private.key.passphrase assertion.template.file
sasl.oauthbearer. client.credentials.client.id client.credentials.client.secret clock.skew.seconds expected.audience
sasl.oauthbearer. expected.issuer jwks.endpoint.refresh.ms jwks.endpoint.retry.backoff.max.ms
sasl.oauthbearer. jwks.endpoint.retry.backoff.ms jwks.endpoint.url jwt.retriever.class jwt.validator.class scope
sasl.oauthbearer. scope.claim.name sub.claim.name token.endpoint.url
socket. connection.setup.timeout.max.ms connection.setup.timeout.ms
ssl. cipher.suites client.auth enabled.protocols endpoint.identification.algorithm engine.factory.class key.password
ssl. keymanager.algorithm protocol provider secure.random.implementation trustmanager.algorithm
ssl.keystore. certificate.chain key location password type
ssl.truststore. certificates location password type
`);

/** The properties of brokers and controllers: those of `KafkaConfig` in Kafka 3.9.2, 4.0.2 and 4.3.1. */
export const brokerProperties: readonly string[] = [
	...shared,
	...namesIn(`
* advertised.listeners authorizer.class.name background.threads client.quota.callback.class
* connection.failed.authentication.delay.ms connections.max.reauth.ms control.plane.listener.name cordoned.log.dirs
* create.topic.policy.class.name default.replication.factor early.start.listeners eligible.leader.replicas.enable
* follower.fetch.last.tiered.offset.enable initial.broker.registration.timeout.ms listener.security.protocol.map
* message.max.bytes min.insync.replicas node.id offset.metadata.max.bytes principal.builder.class process.roles
* reserved.broker.max.id server.max.startup.time.ms telemetry.max.bytes transactional.id.expiration.ms
add. partitions.to.txn.retry.backoff.max.ms partitions.to.txn.retry.backoff.ms
alter. config.policy.class.name config.policy.kraft.compatibility.enable log.dirs.replication.quota.window.num
alter. log.dirs.replication.quota.window.size.seconds
auto. create.topics.enable leader.rebalance.enable
broker. heartbeat.interval.ms id id.generation.enable rack session.timeout.ms
compression. gzip.level lz4.level type zstd.level
controlled.shutdown. enable max.retries retry.backoff.ms
controller. listener.names performance.always.log.threshold.ms performance.sample.period.ms quota.window.num
controller. quota.window.size.seconds socket.timeout.ms
controller.quorum. append.linger.ms auto.join.enable bootstrap.servers election.backoff.max.ms election.timeout.ms
controller.quorum. fetch.max.bytes fetch.snapshot.max.bytes fetch.timeout.ms request.timeout.ms retry.backoff.ms voters
delegation.token. expiry.check.interval.ms expiry.time.ms master.key max.lifetime.ms secret.key
delete. records.purgatory.purge.interval.requests topic.enable
fetch. max.bytes purgatory.purge.interval.requests
group. initial.rebalance.delay.ms max.session.timeout.ms max.size min.session.timeout.ms
group.consumer. assignment.interval.ms assignors heartbeat.interval.ms max.assignment.interval.ms
group.consumer. max.heartbeat.interval.ms max.session.timeout.ms max.size migration.policy min.assignment.interval.ms
group.consumer. min.heartbeat.interval.ms min.session.timeout.ms regex.refresh.interval.ms session.timeout.ms
group.coordinator. append.linger.ms background.threads cached.buffer.max.bytes new.enable rebalance.protocols threads
group.share. assignment.interval.ms assignors delivery.count.limit enable heartbeat.interval.ms
group.share. initialize.retry.interval.ms max.assignment.interval.ms max.delivery.count.limit max.groups
group.share. max.heartbeat.interval.ms max.partition.max.record.locks max.record.lock.duration.ms max.session.timeout.ms
group.share. max.share.sessions max.size min.assignment.interval.ms min.delivery.count.limit min.heartbeat.interval.ms
group.share. min.partition.max.record.locks min.record.lock.duration.ms min.session.timeout.ms
group.share. partition.max.record.locks persister.class.name record.lock.duration.ms session.timeout.ms
group.streams. assignment.interval.ms heartbeat.interval.ms initial.rebalance.delay.ms max.assignment.interval.ms
group.streams. max.heartbeat.interval.ms max.session.timeout.ms max.size max.standby.replicas min.assignment.interval.ms
group.streams. min.heartbeat.interval.ms min.session.timeout.ms num.standby.replicas session.timeout.ms
inter. broker.listener.name broker.protocol.version
internal.metadata. delete.delay.millis log.segment.bytes max.batch.size.in.bytes
kafka. metrics.polling.interval.secs metrics.reporters
leader. imbalance.check.interval.seconds imbalance.per.broker.percentage
log. cleanup.policy dir dir.failure.timeout.ms dirs index.interval.bytes index.size.max.bytes initial.task.delay.ms
log. local.retention.bytes local.retention.ms preallocate segment.bytes segment.delete.delay.ms
log.cleaner. backoff.ms dedupe.buffer.size delete.retention.ms enable io.buffer.load.factor io.buffer.size
log.cleaner. io.max.bytes.per.second max.compaction.lag.ms min.cleanable.ratio min.compaction.lag.ms threads
log.flush. interval.messages interval.ms offset.checkpoint.interval.ms scheduler.interval.ms
log.flush. start.offset.checkpoint.interval.ms
log.message. downconversion.enable format.version timestamp.after.max.ms timestamp.before.max.ms
log.message. timestamp.difference.max.ms timestamp.type
log.retention. bytes check.interval.ms hours minutes ms
log.roll. hours jitter.hours jitter.ms ms
max. connection.creation.rate connections connections.per.ip connections.per.ip.overrides
max. incremental.fetch.session.cache.slots request.partition.size.limit
metadata.log. dir max.record.bytes.between.snapshots max.snapshot.interval.ms segment.bytes segment.min.bytes segment.ms
metadata.max. idle.interval.ms retention.bytes retention.ms
num. io.threads network.threads partitions recovery.threads.per.data.dir replica.alter.log.dirs.threads replica.fetchers
offsets. commit.required.acks commit.timeout.ms load.buffer.size retention.check.interval.ms retention.minutes
offsets.topic. compression.codec num.partitions replication.factor segment.bytes
password.encoder. cipher.algorithm iterations key.length keyfactory.algorithm old.secret secret
producer. id.expiration.check.interval.ms id.expiration.ms purgatory.purge.interval.requests
queued. max.request.bytes max.requests
quota. window.num window.size.seconds
remote. fetch.max.wait.ms list.offsets.request.timeout.ms
remote.log. index.file.cache.total.size.bytes index.file.cache.ttl.ms manager.copier.thread.pool.size
remote.log. manager.copy.max.bytes.per.second manager.copy.quota.window.num manager.copy.quota.window.size.seconds
remote.log. manager.expiration.thread.pool.size manager.fetch.max.bytes.per.second manager.fetch.quota.window.num
remote.log. manager.fetch.quota.window.size.seconds manager.follower.thread.pool.size manager.task.interval.ms
remote.log. manager.task.retry.backoff.max.ms manager.task.retry.backoff.ms manager.task.retry.jitter
remote.log. manager.thread.pool.size metadata.custom.metadata.max.bytes metadata.manager.class.name
remote.log. metadata.manager.class.path metadata.manager.impl.prefix metadata.manager.listener.name
remote.log. reader.max.pending.tasks reader.threads storage.manager.class.name storage.manager.class.path
remote.log. storage.manager.impl.prefix storage.system.enable
replica. high.watermark.checkpoint.interval.ms lag.time.max.ms selector.class socket.receive.buffer.bytes
replica. socket.timeout.ms
replica.fetch. backoff.ms max.bytes min.bytes response.max.bytes wait.max.ms
replication. quota.window.num quota.window.size.seconds
sasl. enabled.mechanisms kerberos.principal.to.local.rules mechanism.controller.protocol mechanism.inter.broker.protocol
sasl. server.callback.handler.class server.max.receive.size
security. inter.broker.protocol providers
share. fetch.max.fetch.records fetch.purgatory.purge.interval.requests
share.coordinator. append.linger.ms cached.buffer.max.bytes cold.partition.snapshot.interval.ms load.buffer.size
share.coordinator. snapshot.update.records.per.snapshot state.topic.compression.codec state.topic.min.isr
share.coordinator. state.topic.num.partitions state.topic.prune.interval.ms state.topic.replication.factor
share.coordinator. state.topic.segment.bytes threads write.timeout.ms
socket. listen.backlog.size receive.buffer.bytes request.max.bytes send.buffer.bytes
ssl. allow.dn.changes allow.san.changes principal.mapping.rules
transaction. abort.timed.out.transaction.cleanup.interval.ms max.timeout.ms partition.verification.enable
transaction. remove.expired.transaction.cleanup.interval.ms two.phase.commit.enable
transaction.state. log.load.buffer.size log.min.isr log.num.partitions log.replication.factor log.segment.bytes
unclean. leader.election.enable leader.election.interval.ms
unstable. api.versions.enable feature.versions.enable
zookeeper. clientCnxnSocket connect connection.timeout.ms max.in.flight.requests metadata.migration.enable
zookeeper. metadata.migration.min.batch.size session.timeout.ms set.acl
zookeeper.ssl. cipher.suites client.enable crl.enable enabled.protocols endpoint.identification.algorithm
zookeeper.ssl. keystore.location keystore.password keystore.type ocsp.enable protocol truststore.location
zookeeper.ssl. truststore.password truststore.type
`),
];

/** The properties of a Connect worker: those of `DistributedConfig` in Kafka 3.9.2 and 4.3.1. */
export const workerProperties: readonly string[] = [
	...shared,
	...namesIn(`
* admin.listeners bootstrap.servers connect.protocol connector.client.config.override.policy exactly.once.source.support
* group.id heartbeat.interval.ms rebalance.timeout.ms receive.buffer.bytes response.http.headers.config
* rest.extension.classes scheduled.rebalance.max.delay.ms security.protocol send.buffer.bytes session.timeout.ms
* task.shutdown.graceful.timeout.ms
access. control.allow.methods control.allow.origin
client. dns.lookup id
config. storage.replication.factor storage.topic
header. converter converter.plugin.version
inter.worker. key.generation.algorithm key.size key.ttl.ms signature.algorithm verification.algorithms
key. converter converter.plugin.version
metadata. max.age.ms recovery.rebootstrap.trigger.ms recovery.strategy
offset. flush.interval.ms flush.timeout.ms
offset.storage. partitions replication.factor topic
plugin. discovery path
reconnect. backoff.max.ms backoff.ms
rest.advertised. host.name listener port
retry. backoff.max.ms backoff.ms
sasl. mechanism oauthbearer.header.urlencode
status.storage. partitions replication.factor topic
topic. creation.enable tracking.allow.reset tracking.enable
value. converter converter.plugin.version
worker. sync.timeout.ms unsync.backoff.ms
`),
];
