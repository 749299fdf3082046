import {type Kinds, kindsIn} from './kind.ts';

/**
 * The properties of ZooKeeper 3.8.4, the one of Kafka 3.9: what `QuorumPeerConfig` reads, with the kinds that it refuses others of, and
 * the system properties that begin with `zookeeper.`, without that: it makes one of each name that it does not know.
 */
export const zookeeperKinds: Kinds = kindsIn(`
anycase participant observer:
* peerType
boolean:
* jvm.pause.monitor localSessionsEnabled localSessionsUpgradingEnabled portUnification quorumListenOnAllIPs reconfigEnabled
* sslQuorum sslQuorumReloadCertFiles standaloneEnabled syncEnabled
multiAddress. enabled reachabilityCheckEnabled
quorum.auth. enableSasl learnerRequireSasl serverRequireSasl
int:
* clientPort clientPortListenBacklog connectToLearnerMasterLimit electionAlg initLimit maxClientCnxns maxSessionTimeout
* minSessionTimeout multiAddress.reachabilityCheckTimeoutMs observerMasterPort quorum.cnxn.threads.size secureClientPort
* syncLimit tickTime
autopurge. purgeInterval snapRetainCount
long:
jvm.pause. info-threshold.ms sleep.time.ms warn-threshold.ms
text:
* 4lw.commands.whitelist SASLAuthenticationProvider.superPassword X509AuthenticationProvider.superUser allowSaslFailedClients
* authProvider.x509 bitHashCacheSize client.portUnification clientPortAddress clientTcpKeepAlive closeSessionTxn.enabled
* cnxTimeout commitLogCount connection_throttle_decrease_ratio connection_throttle_drop_decrease
* connection_throttle_drop_increase connection_throttle_fill_count connection_throttle_fill_time connection_throttle_freeze_time
* connection_throttle_global_session_weight connection_throttle_local_session_weight connection_throttle_renew_session_weight
* connection_throttle_tokens connection_throttle_weight_enabled dataDir dataLogDir datadir.autocreate db.autocreate
* digest.enabled dynamicConfigFile electionPortBindRetry emulate353TTLNodes enableEagerACLCheck enforceQuota ensembleAuthName
* extendedTypesEnabled flushDelay follower.skipLearnerRequestToNextProcessor forceSnapshotSync forceSync
* forward_learner_requests_to_commit_processor_disabled fsync.warningthresholdms globalOutstandingLimit
* intBufferStartingSizeBytes kinit largeRequestMaxBytes largeRequestThreshold leaderConnectDelayDuringRetryMs leaderServes
* letAnySaslUserDoX maxBatchSize maxCnxns maxGetChildrenResponseCacheSize maxInProcessingDeadWatchers maxResponseCacheSize
* maxWriteQueuePollTime netty.advancedFlowControl.enabled observerMaster.sizeLimit oraclePath preAllocSize quorumCnxnTimeoutMs
* request_stale_connection_check request_stale_latency_check request_throttle_drop_stale request_throttle_max_requests
* request_throttle_stall_time request_throttler.shutdownTimeout requireKerberosConfig sasl.serverconfig secureClientPortAddress
* security.auth_to_local serverCnxnFactory sessionRequireClientSASLAuth skipACL snapCount snapSizeLimitInKb snapshotSizeFactor
* superUser tcpKeepAlive throttled_op_wait_time txnLogSizeLimitInKb watchManagerName watcherCleanIntervalInSeconds
* watcherCleanThreadsNum watcherCleanThreshold
DigestAuthenticationProvider. digestAlg enabled superDigest
admin. commandURL enableServer forceHttps httpVersion idleTimeout portUnification serverAddress serverPort
audit. enable impl.class
commitProcessor. maxCommitBatchSize maxReadBatchSize numWorkerThreads shutdownTimeout
enforce.auth. enabled schemes
fastleader. maxNotificationInterval minNotificationInterval
kerberos. canonicalizeHostNames minReLoginTimeMs removeHostFromPrincipal removeRealmFromPrincipal
leader. ackLoggingFrequency closeSocketAsync maxConcurrentDiffSyncs maxConcurrentSnapSyncs maxTimeToWaitForEpoch
learner. asyncSending closeSocketAsync
messageTracker. BufferSize Enabled
metricsProvider. className exportJvmMetrics httpHost httpPort maxQueueSize numWorkerThreads workerShutdownTimeoutMs
netty.server. earlyDropSecureConnectionHandshakes outstandingHandshake.limit
nio. directBufferBytes numSelectorThreads numWorkerThreads sessionlessCnxnTimeout shutdownTimeout
observer. election.DelayMs reconnectDelayMs syncEnabled
pathStats. delay enabled initialDelay maxDepth sampleRate slotCapacity slotDuration topPathMax
quorum.auth. kerberos.servicePrincipal learner.saslLoginContext server.saslLoginContext
snapshot. compression.method trust.empty
ssl. authProvider ciphersuites clientAuth context.supplier.class crl enabledProtocols handshakeDetectionTimeoutMillis
ssl. hostnameVerification keyStore.location keyStore.password keyStore.passwordPath keyStore.type ocsp protocol
ssl. trustStore.location trustStore.password trustStore.passwordPath trustStore.type
ssl.quorum. ciphersuites clientAuth context.supplier.class crl enabledProtocols handshakeDetectionTimeoutMillis
ssl.quorum. hostnameVerification keyStore.location keyStore.password keyStore.passwordPath keyStore.type ocsp protocol
ssl.quorum. trustStore.location trustStore.password trustStore.passwordPath trustStore.type
`);
