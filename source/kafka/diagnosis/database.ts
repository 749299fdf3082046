import type {Entry} from '../../host/diagnosis/entry.ts';

/** What PostgreSQL, MySQL, SQL Server, Oracle and Db2 say by their drivers: the way there, and the login. */
export const databaseEntries: readonly Entry[] = [
	{
		id: 'driver-missing',
		cause: 'the connector found no JDBC driver for its URL',
		says: 'No suitable driver found for',
		patterns: [/No suitable driver found for (\S+)|No suitable driver\b/],
		fixes: [
			"Set connect.driver in the cluster file to the driver's jar; it belongs into the connector's own folder, and apply puts it there. It has to be the driver of the kind that the URL names.",
		],
	},
	{
		id: 'database-url',
		cause: 'the URL of the database is not as its driver or its server wants it',
		says: 'Invalid Oracle URL specified',
		patterns: [
			/Invalid Oracle URL specified|ORA-17067|Unable to parse URL|Malformed database URL|Cannot parse the connection (?:URL|properties)|The port number \S* is not valid|ORA-12504|ORA-12154/i,
		],
		fixes: ['Compare url of the source with the form that its database wants, such as jdbc:oracle:thin:@//HOST:1521/SERVICE.'],
	},
	{
		id: 'database-no-pg-hba',
		cause: 'PostgreSQL does not let this host in: pg_hba.conf has no line for it',
		says: 'no pg_hba.conf entry for host',
		patterns: [/no pg_hba\.conf entry for|pg_hba\.conf rejects connection for/],
		fixes: [
			"Have a line added to pg_hba.conf of the database server for this host's address, the user and the database, then reload PostgreSQL. `no encryption` at its end: the line may want TLS (sslmode=require).",
		],
	},
	{
		id: 'database-host-refused',
		cause: 'the database server does not let this host in',
		says: 'is not allowed to connect to this MySQL server',
		patterns: [
			/is not allowed to connect to this (?:MySQL|MariaDB) server|is blocked because of many connection errors|Client with IP address '[^']+' is not allowed to access the server/,
		],
		fixes: [
			"Have the user made for this host ('user'@'HOST'); after many failed tries: mysqladmin flush-hosts, on the server. Azure SQL: have its address added to the firewall rules of the server.",
		],
	},
	{
		id: 'database-account-locked',
		cause: 'the account at the database is locked, or its password has expired',
		says: 'ORA-28000',
		patterns: [
			/ORA-2800[01]|Account is locked|account is locked|account is (?:currently )?locked out|[Pp]assword has expired|password of the account must be changed|must reset your password|Reason: (?:Password expired|User ID revoked)/,
		],
		fixes: [
			'Have it unlocked or the password renewed, put the new one into the source, and apply again. Nothing is tried until then.',
		],
	},
	{
		id: 'database-no-password',
		cause: 'the database wants a password, and none was given',
		says: 'but no password was provided',
		patterns: [
			/but (?:no password was provided|the password is an empty string)|Access denied for user .{1,200} \(using password: NO\)|ORA-01005/,
		],
		fixes: ['Put the reference to its password into the source of the cluster file, and apply again.'],
	},
	{
		id: 'database-forbidden',
		cause: 'the user may not use this database, or it is not there',
		says: 'permission denied for database',
		patterns: [
			/permission denied for database|role "[^"]+" is not permitted to log in|Access denied for user '[^']*'@'[^']*' to database '[^']+'|ORA-01045|is not able to access the database "[^"]+" under the current security context/,
		],
		fixes: [
			'Have it granted: CONNECT on the database and LOGIN of the role (PostgreSQL), SELECT on the database (MySQL, which says the same of one that is not there), a user in the database (SQL Server), CREATE SESSION (Oracle).',
		],
	},
	{
		id: 'database-login',
		cause: 'the database refused the user or the password',
		says: 'password authentication failed for user',
		patterns: [
			/(?:password|Ident|Peer) authentication failed for user|Login failed for user|Access denied for user|ORA-01017|invalid username\/password|role "[^"]+" does not exist|Reason: User ID or Password invalid/,
		],
		fixes: [
			'Put the right user and password reference into the source of the cluster file, and apply again. The worker was stopped, so that it does not try the wrong one again.',
		],
	},
	{
		id: 'database-login-method',
		cause: 'driver and database do not agree on how the user logs in',
		says: 'The authentication type 10 is not supported',
		patterns: [
			/[Tt]he authentication type \d+ is not supported|Public Key Retrieval is not allowed|Unable to load authentication plugin|Client does not support authentication protocol|Plugin '\w+' is not loaded|RSA public key is not available client side|ORA-28040|Reason: Security mechanism not supported/,
		],
		fixes: [
			'Take a newer driver (connect.driver). MySQL without TLS: add allowPublicKeyRetrieval=true to the URL only where the network is trusted; with TLS it is not needed.',
			"If a plug-in of the server is not loaded (mysql_native_password, since MySQL 8.4), have the user's way to log in altered to caching_sha2_password.",
		],
	},
	{
		id: 'database-missing',
		cause: 'the database server has no such database',
		says: 'does not exist',
		patterns: [
			/database "([^"]+)" does not exist|Cannot open database "([^"]+)"|Unknown database '([^']+)'|access a database, (\S{1,60}), which was either not found|ORA-12514|does not currently know of service|(?:ORA-12505|does not currently know of SID)/,
		],
		named: ([line, ...words]) =>
			/12505|SID/.test(line!)
				? 'the database server has no such SID'
				: `the database server has no such database${words.map(word => (word === '' ? '' : `: ${word}`)).join('')}`,
		fixes: [
			'Check the name of the database in the source of the cluster file. Oracle: a service is written @//HOST:1521/SERVICE, a SID @HOST:1521:SID.',
		],
	},
	{
		id: 'database-starting',
		cause: 'the database server is starting or going down',
		says: 'the database system is starting up',
		patterns: [
			/the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)|ORA-01033|ORA-01034|ORA-01089|ORA-12526|ORA-12528/,
		],
		fixes: ['Wait until it is up, then apply again.'],
	},
	{
		id: 'database-connections',
		cause: 'the database server takes no more connections',
		says: 'sorry, too many clients already',
		patterns: [
			/too many clients already|remaining connection slots are reserved|Too many connections(?! from \/)|too many connections for|ORA-00020|ORA-12516|ORA-12519|ORA-12520|max_user_connections/,
		],
		fixes: ['Close connections that are not needed, or raise its limit (max_connections, PROCESSES).'],
	},
	{
		id: 'database-tls-untrusted',
		cause: "the database's TLS certificate is not trusted by this host's Java",
		says: 'PKIX path building failed',
		patterns: [
			/PKIX path building failed|unable to find valid certification path|PKIX path validation failed(?!.*validity check failed)/,
			/SQLServerException|PSQLException|SQLException|SQLRecoverableException|Communications ?[Ll]ink|CommunicationsException|jdbc|secure connection to SQL Server|SSL error:/,
		],
		fixes: ['Import its certificate on the host, or, where the network is trusted, add trustServerCertificate=true to the URL.'],
	},
	{
		id: 'database-tls-root',
		cause: "the file with the authority of PostgreSQL's certificate is not there",
		says: 'Could not open SSL root certificate file',
		patterns: [/Could not open SSL root certificate file (\S{1,400}?)\.?(?=\s|$)/],
		named: ([, file]) => `the file with the authority of PostgreSQL's certificate is not there: ${file}`,
		fixes: [
			'With sslmode=verify-ca or verify-full the driver looks for it in the home directory of the user of the service. Bring it to the host, readable for that user, and name it in the URL: sslrootcert=FILE.',
		],
	},
	{
		id: 'database-tls-old',
		cause: 'driver and database have only TLS versions in common that Java refuses',
		says: 'No appropriate protocol',
		patterns: [
			/No appropriate protocol/,
			/SQLException|PSQLException|SQLServerException|Communications ?[Ll]ink|CommunicationsException|jdbc/,
		],
		fixes: [
			'Take a newer driver (connect.driver), or name the version in the URL: of MySQL enabledTLSProtocols=TLSv1.2, since Connector/J 8.0.28 tlsVersions=TLSv1.2. A server that knows TLS 1.0 and 1.1 alone needs an update.',
		],
	},
	{
		id: 'database-tls-refused',
		cause: 'database and driver do not agree on TLS',
		says: 'The server does not support SSL',
		patterns: [
			/The server does not support SSL|The server selected protocol version TLS1\d is not accepted|could not establish a secure connection(?!.*Failed to validate the server name)|SSL connection required|connections using insecure transport are prohibited|SSL Connection required, but not supported/i,
		],
		fixes: [
			'Set in the URL what the server has: sslmode (PostgreSQL, MySQL), encrypt (SQL Server). A server that knows TLS 1.0 alone needs an update: Java refuses it.',
		],
	},
	{
		id: 'database-instance',
		cause: 'a named instance of SQL Server was not found: its Browser service does not answer (UDP port 1434)',
		says: 'named instance',
		patterns: [/The connection to the host \S+, named instance (\S+) failed/],
		named: ([, name]) =>
			`a named instance of SQL Server was not found, its Browser service does not answer (UDP port 1434): ${name}`,
		fixes: [
			'Write the port of the instance into the URL (jdbc:sqlserver://HOST:PORT), which asks no Browser. Or have that service started, and UDP port 1434 opened from this host.',
		],
	},
	{
		id: 'database-connection-lost',
		cause: 'the connection to the database broke off',
		says: 'An I/O error occurred while sending to the backend',
		patterns: [
			/An I\/O error occurred while sending to the backend|FATAL: terminating connection due to|ORA-03113|ORA-03135|No more data to read from socket|This connection has been closed|The last packet successfully received from the server was|Connection reset ClientConnectionId/,
		],
		fixes: [
			'Look whether the server was restarted (its own log), and for a firewall that ends idle connections. The connector connects again by itself; a task that failed stays so until the worker is restarted.',
		],
	},
	{
		id: 'database-refused',
		cause: 'the database was not reached',
		says: 'Check that the hostname and port are correct',
		patterns: [
			/Connection to \S+ refused|The TCP\/IP connection to the host .* has failed|Communications link failure|ORA-12541|ORA-12170|ORA-12543|ORA-12545|ORA-17002|The Network Adapter could not establish the connection|Cannot connect\. No listener|Could not connect to address=\(|Error opening socket to server \S{1,255} on port |Socket fail to connect to /,
		],
		fixes: [
			'Check host and port in the source of the cluster file, and that the database accepts connections from this host (listen_addresses, firewall).',
		],
	},
	{
		id: 'database-attempt-failed',
		cause: 'the database was not reached: its name leads nowhere, or nothing answers',
		says: 'The connection attempt failed.',
		patterns: [/The connection attempt failed\./],
		fixes: [
			'On this host: getent hosts NAME, then whether the port answers. A firewall that drops is the common cause where the name is right.',
		],
	},
];
