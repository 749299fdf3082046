import {type Kinds, kindsIn} from './kind.ts';

/** What brokers, workers and all clients have alike. */
export const shared: Kinds = kindsIn(`
anycase ES256 RS256:
* sasl.oauthbearer.assertion.algorithm
boolean:
* auto.include.jmx.reporter sasl.oauthbearer.assertion.claim.jti.include
double:
sasl.kerberos.ticket.renew. jitter window.factor
int:
* sasl.oauthbearer.clock.skew.seconds
sasl.login. connect.timeout.ms read.timeout.ms
int 0..3600:
* sasl.oauthbearer.assertion.claim.nbf.seconds
int 0..86400:
* sasl.oauthbearer.assertion.claim.exp.seconds
int 1..:
* metrics.num.samples
long:
* connections.max.idle.ms sasl.kerberos.min.time.before.relogin
sasl.login.retry.backoff. max.ms ms
sasl.oauthbearer.jwks.endpoint. refresh.ms retry.backoff.max.ms retry.backoff.ms
socket.connection.setup.timeout. max.ms ms
text:
* config.providers metric.reporters security.providers
sasl. client.callback.handler.class jaas.config kerberos.kinit.cmd kerberos.service.name login.callback.handler.class
sasl. login.class
sasl.oauthbearer. assertion.claim.aud assertion.claim.iss assertion.claim.sub assertion.file assertion.private.key.file
sasl.oauthbearer. assertion.private.key.passphrase assertion.template.file client.credentials.client.id
sasl.oauthbearer. client.credentials.client.secret expected.audience expected.issuer jwks.endpoint.url jwt.retriever.class
sasl.oauthbearer. jwt.validator.class scope scope.claim.name sub.claim.name token.endpoint.url
ssl. cipher.suites enabled.protocols endpoint.identification.algorithm engine.factory.class key.password keymanager.algorithm
ssl. keystore.certificate.chain keystore.key keystore.location keystore.password keystore.type protocol provider
ssl. secure.random.implementation trustmanager.algorithm truststore.certificates truststore.location truststore.password
ssl. truststore.type
`);
