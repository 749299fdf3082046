import type {Entry} from '../../host/diagnosis/entry.ts';

/** TLS, logins and rights between clients, brokers and controllers. The reason of a failed handshake stands on the client's side. */
export const accessEntries: readonly Entry[] = [
	{
		id: 'tls-name',
		cause: 'a certificate does not hold the name by which its host is asked',
		says: 'No subject alternative DNS name matching',
		patterns: [
			/No subject alternative (?:DNS )?names? matching (?:IP address )?(\S+)|doesn't match any of the subject alternative names|No name matching (\S+) found|No subject alternative names present|Failed to validate the server name|could not be verified by hostnameverifier/,
		],
		fixes: ['Have a certificate made whose subject alternative names hold that name, or use a name that it holds.'],
	},
	{
		id: 'tls-expired',
		cause: 'a certificate has expired',
		says: 'NotAfter:',
		patterns: [/CertificateExpiredException|NotAfter: /],
		fixes: ['Have it renewed: openssl x509 -noout -dates -in FILE. If its dates are right, the clock of the host is wrong.'],
	},
	{
		id: 'tls-not-yet-valid',
		cause: 'a certificate is not valid yet',
		says: 'NotBefore:',
		patterns: [/CertificateNotYetValidException|NotBefore: /],
		fixes: ['Look at the clock of this host first (timedatectl), then at the dates: openssl x509 -noout -dates -in FILE.'],
	},
	{
		id: 'tls-untrusted',
		cause: 'a certificate was signed by an authority that is not trusted here, or its chain is not complete',
		says: 'unable to find valid certification path to requested target',
		patterns: [/PKIX path (?:building|validation) failed|unable to find valid certification path/],
		fixes: [
			'Compare the truststore with the authority that signed it: openssl s_client -connect HOST:PORT -CAfile ca.pem -verify_return_error.',
		],
	},
	{
		id: 'tls-client-certificate',
		cause: 'the other side refuses the certificate of this one, or misses it',
		says: 'Received fatal alert: bad_certificate',
		patterns: [
			/Received fatal alert: (?:bad_certificate|certificate_unknown|certificate_required|unknown_ca|certificate_expired)/,
		],
		fixes: [
			'Give this side a keystore with a certificate of the authority that the other trusts, for clientAuth too: openssl x509 -noout -dates -ext extendedKeyUsage -in FILE.',
		],
	},
	{
		id: 'tls-no-client-certificate',
		cause: 'a client sent no certificate, and the listener wants one',
		soft: true,
		says: 'Empty client certificate chain',
		patterns: [/Empty client certificate chain|SSLHandshakeException: null cert chain/],
		fixes: [
			'Give the client a keystore (ssl.keystore.location) with a certificate of an authority that the truststore of this listener has: it sends none where none fits. A listener that is to take clients without one has ssl.client.auth=requested or none.',
		],
	},
	{
		id: 'tls-on-plaintext-port',
		cause: 'a client with TLS asked a port without it',
		soft: true,
		says: 'Invalid receive (size = 369296129',
		patterns: [/Invalid receive \(size = (?:36929\d{4}|35\d{7})|Firewall blocking Kafka TLS traffic/],
		fixes: ['Compare security.protocol of the client with the protocol of the port that it asks.'],
	},
	{
		id: 'tls-one-side',
		cause: 'one of the two sides speaks TLS, and the other does not',
		says: 'Unsupported or unrecognized SSL message',
		patterns: [/Unsupported or unrecognized SSL message/],
		fixes: [
			'Compare http and https in the URL of Schema Registry (value.converter.schema.registry.url) with its listener, and security.protocol of a client with the port that it asks.',
		],
	},
	{
		id: 'tls-versions',
		cause: 'the two sides have no TLS version or cipher in common',
		says: 'Received fatal alert: protocol_version',
		patterns: [/Received fatal alert: (?:protocol_version|handshake_failure)|No appropriate protocol/],
		fixes: ['Compare ssl.enabled.protocols and ssl.cipher.suites of both sides; TLS 1.2 and 1.3 are the default.'],
	},
	{
		id: 'tls-store-permission',
		cause: 'the service may not read its keystore',
		says: 'Failed to load PEM SSL keystore',
		patterns: [/Failed to load (?:PEM )?SSL (?:key|trust)store/, /AccessDeniedException|Permission denied/],
		fixes: ['Give the file to the user of the service, mode 0400, and let that user pass the folders above it.'],
	},
	{
		id: 'tls-key-format',
		cause: 'a private key is in a form that Java does not read',
		says: 'algid parse error, not a sequence',
		patterns: [
			/algid parse error, not a sequence|Invalid RSA private key|PBES2 SecretKeyFactory not available|No matching PRIVATE KEY entries in PEM file/,
		],
		fixes: [
			'Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pkcs8, and put it before the certificates in the PEM file.',
		],
	},
	{
		id: 'tls-key-mismatch',
		cause: 'the private key is not the one of the certificate, or the chain is in the wrong order',
		says: 'Invalid CertificateVerify signature',
		patterns: [/Invalid CertificateVerify signature|Certificate chain is not valid/],
		fixes: [
			'Take key and certificate of one request; in the file, the certificate of the host comes first, then those that signed it.',
		],
	},
	{
		id: 'tls-key-password',
		cause: 'the password of the private key in a keystore is another one',
		says: 'UnrecoverableKeyException',
		patterns: [/UnrecoverableKeyException: (?:Cannot recover key|Get Key failed)/],
		fixes: [
			'Set ssl.key.password to the password of the key: that of the keystore (ssl.keystore.password) opens the store alone. In a PKCS12 file both are the same.',
		],
	},
	{
		id: 'tls-store',
		cause: 'a keystore or truststore is not there, empty, or of another type or password',
		says: 'Failed to load SSL keystore',
		patterns: [
			/Failed to load (?:PEM )?SSL (?:key|trust)store|Modification time of key store could not be obtained|keystore password was incorrect|Keystore was tampered with, or password was incorrect|the trustAnchors parameter must be non-empty|Unable to auto-detect store file type|SSL key store password cannot be specified with PEM|No available authentication scheme/,
		],
		fixes: [
			'Check path, type (ssl.keystore.type=PEM) and password. The prefix listener.name.NAME. is in lower case. A ${dir:…} that was not resolved stands for itself, without a message.',
		],
	},
	{
		id: 'sasl-jaas',
		cause: 'the login of a client or listener is not configured',
		says: 'in the JAAS configuration',
		patterns: [
			/Could not find a '[^']+'(?: or '[^']+')? entry in the JAAS configuration|JAAS config entry not terminated by semi-colon|Value not specified for key '[^']*' in JAAS config|No serviceName defined in either JAAS or Kafka config|Failed to configure SaslClientAuthenticator/,
		],
		fixes: [
			'Give a tool its settings by --command-config; a listener wants listener.name.NAME.MECHANISM.sasl.jaas.config, in lower case, with a semicolon at its end.',
		],
	},
	{
		id: 'sasl-mechanism',
		cause: 'the two sides do not agree on protocol or mechanism of the login',
		says: 'not enabled in the server, enabled mechanisms are',
		patterns: [
			/not enabled in the server, enabled mechanisms are|Unsupported SASL mechanism|Unexpected handshake request with client mechanism|Unexpected Kafka request of type \w+ during SASL handshake|must be included in sasl\.enabled\.mechanisms/,
		],
		fixes: ['Compare security.protocol and sasl.mechanism of the client with the listener that it asks.'],
	},
	{
		id: 'sasl-credentials',
		cause: 'a broker refused the user or the password',
		says: 'due to invalid credentials with SASL mechanism',
		patterns: [
			/due to invalid credentials with SASL mechanism|Authentication failed: Invalid username or password|SaslAuthenticationException: Authentication failed/,
		],
		fixes: [
			'See which users there are: kafka-configs --describe --entity-type users; an unknown user and a wrong password look the same.',
		],
	},
	{
		id: 'client-too-old',
		cause: 'a client is too old for this Kafka: 4 takes none older than 2.1',
		symptom: true,
		soft: true,
		says: 'Received request for api with key',
		// The name of a connection: what listens, then the peer, each with its port.
		patterns: [
			/(?:Closing socket for|Exception while processing request from) \S{1,100}?:\d{1,5}-(\S{1,100}?):\d{1,5}-\d|Received request (?:for api with|api) key /,
			/Received request for api with key \d{1,5} \(\w{1,60}\) and unsupported version|Received request api key \w{1,60} with version \d{1,5} which is not enabled/,
		],
		named: ([, peer]) =>
			`a client is too old for this Kafka${peer === '' ? ': 4 takes none older than 2.1' : `: one at ${peer}`}`,
		fixes: [
			'Nothing is wrong with the broker. Find the client by its address, and give it a library of Kafka 2.1 or newer, or another library that was made for Kafka 4, which has taken the older versions of the protocol out for good.',
		],
	},
	{
		id: 'acl-denied',
		cause: 'a user lacks a right in Kafka',
		says: 'Not authorized to access',
		patterns: [/Not authorized to access (?:topics|group)|(?:Topic|Group|Cluster|TransactionalId)AuthorizationException/],
		fixes: [
			'Give it the right (kafka-acls --add), or, of a user between brokers or controllers, put it into super.users (separated by semicolons).',
		],
	},
	{
		id: 'super-users',
		cause: 'super.users has a name that is no principal',
		says: 'expected a string in format principalType:principalName',
		patterns: [/expected a string in format principalType:principalName/],
		fixes: ['Write each as User:NAME, separated by semicolons.'],
	},
];
