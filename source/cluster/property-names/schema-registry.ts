import {type Kinds, kindsIn} from './kind.ts';

/** The properties of Schema Registry 7.9 to 8.3 and of the REST server in it, from Confluent's documentation. */
export const registryKinds: Kinds = kindsIn(`
text:
* avro.compatibility.level compression.enable debug host.name idle.timeout.ms listeners master.eligibility metric.reporters
* mode.mutability nosniff.prevention.enable port request.logger.name response.http.headers.config rest.servlet.initializor.classes
* shutdown.graceful.ms sni.check.enabled
access.control. allow.headers allow.methods allow.origin skip.options
authentication. method realm roles skip.paths
inter.instance. headers.whitelist listener.name protocol
kafkastore. bootstrap.servers checkpoint.dir checkpoint.version connection.url group.id init.timeout.ms sasl.jaas.config
kafkastore. sasl.kerberos.kinit.cmd sasl.kerberos.min.time.before.relogin sasl.kerberos.service.name
kafkastore. sasl.kerberos.ticket.renew.jitter sasl.kerberos.ticket.renew.window.factor sasl.mechanism security.protocol
kafkastore. timeout.ms topic topic.replication.factor topic.skip.validation update.handlers write.max.retries
kafkastore. write.retry.backoff.ms zk.session.timeout.ms
kafkastore.ssl. cipher.suites enabled.protocols endpoint.identification.algorithm key.password keymanager.algorithm
kafkastore.ssl. keystore.location keystore.password keystore.type protocol provider trustmanager.algorithm
kafkastore.ssl. truststore.location truststore.password truststore.type
leader. connect.timeout.ms election.delay election.sticky eligibility read.timeout.ms
metadata.encoder. old.secret secret
metrics. jmx.prefix num.samples recording.level sample.window.ms
request.queue. capacity capacity.growby capacity.init
resource. extension.class static.locations
response.mediatype. default preferred
schema. cache.expiry.secs cache.maximum.weight cache.size canonicalize.on.consume compatibility.level providers
schema. search.default.limit search.max.limit
schema.registry. group.id inter.instance.protocol resource.extension.class zk.namespace
ssl. cipher.suites client.auth client.authentication enabled.protocols endpoint.identification.algorithm key.password
ssl. keymanager.algorithm keystore.location keystore.password keystore.reload keystore.type keystore.watch.location protocol
ssl. provider trustmanager.algorithm truststore.location truststore.password truststore.type
subject. search.default.limit search.max.limit version.search.default.limit version.search.max.limit
thread.pool. max min
websocket. path.prefix servlet.initializor.classes
`);
