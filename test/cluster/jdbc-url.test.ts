import {expect, test} from 'vitest';
import {jdbcUrl, jdbcUrlProblems} from '../../source/cluster/jdbc-url.ts';

test.each([
	['sqlserver', undefined, 'jdbc:sqlserver://h:1433;databaseName=d;encrypt=true;trustServerCertificate=false'],
	['postgresql', undefined, 'jdbc:postgresql://h:5432/d'],
	['mysql', undefined, 'jdbc:mysql://h:3306/d'],
	['oracle', undefined, 'jdbc:oracle:thin:@//h:1521/d'],
	['oracle', 99, 'jdbc:oracle:thin:@//h:99/d'],
] as const)('the URL of %s', (kind, port, url) => {
	expect(jdbcUrl({kind, host: 'h', port, name: 'd'})).toBe(url);
	expect(jdbcUrlProblems(url)).toEqual([]);
});

test.each([
	'jdbc:oracle:thin:@h:1521:SID',
	'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))',
	'jdbc:oracle:thin:/@alias',
	'jdbc:postgresql://h1:5432,h2:5432/d?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem',
	'jdbc:mysql://h/d?serverTimezone=UTC',
	'jdbc:mysql:replication://h1:3306,h2:3307/d',
	'jdbc:mysql://address=(host=h)(port=3306)/d',
	'jdbc:mysql://h:/d',
	'jdbc:postgresql:d',
	'jdbc:postgresql://[::1]:5432/d',
	'jdbc:sqlserver://h\\instance;databaseName=d',
	'jdbc:sqlserver://;serverName=h;databaseName=d',
	'jdbc:oracle:thin:@h:1521/service',
	'jdbc:oracle:thin:@tcps://h:2484/s',
	'jdbc:oracle:thin:@alias',
	'jdbc:oracle:thin:@[::1]:1521:XE',
	'jdbc:sqlite:/data/x.db',
	'jdbc:bigquery://h:443;OAuthPvtKeyPath=/etc/key.json',
	'jdbc:hive2://h:10000/d;auth=noSasl',
	'jdbc:db2://h:50000/d:sslConnection=true;currentSchema=S;',
])('%s is fine', url => {
	expect(jdbcUrlProblems(url)).toEqual([]);
});

test.each([
	['jdbc:mysql://root@h/d', 'login'],
	['jdbc:mysql://root:p@h/d', 'login'],
	['jdbc:mysql://root:p/w@h/d', 'login'],
	['jdbc:oracle:thin:scott/tiger@//h:1521/s', 'login'],
	['jdbc:oracle:thin:scott@//h:1521/s', 'login'],
	['jdbc:mysql://address=(host=h)(password=p)/d', 'a password'],
	['jdbc:postgresql://h/d?PASSWORD=p', 'a password'],
	['jdbc:postgresql://h/d?sslpassword=p', 'a password'],
	['jdbc:postgresql://h/d?%70assword=p', 'a password'],
	['jdbc:sqlserver://h;trustStorePassword=p', 'a password'],
	['jdbc:oracle:oci8:scott/tiger@x', 'login'],
	['jdbc:db2://h:50000/d:apiKey=p;', 'a password'],
	['jdbc:snowflake://h/?private_key_base64=p', 'a password'],
	['jdbc:snowflake://h/?passcode=p', 'a password'],
	['jdbc:bigquery://h:443;OAuthPvtKey=p', 'a password'],
	['jdbc:mariadb://h/d?apikey=p', 'a password'],
	['jdbc:mysql://h/d?pass_word=p', 'a password'],
	['jdbc:cassandra://h/d?auth=p', 'a password'],
	['jdbc:sqlserver://h; User Name = x', 'a user'],
	['jdbc:sqlserver://h;userName=x', 'a user'],
	['jdbc:mysql://h/d?allowLoadLocalInfile=true', 'allowloadlocalinfile'],
	['jdbc:mysql://h/d?a=b&autoDeserialize=true', 'autodeserialize'],
	['jdbc:postgresql://h/d?%73ocketFactory=x', 'socketfactory'],
	['jdbc:h2:mem:x;INIT=RUNSCRIPT FROM a', 'init'],
	['jdbc:sqlserver://h;socketFactoryClass=x', 'socketfactoryclass'],
	['jdbc:db2://h:50000/d:traceFile=/x;', 'tracefile'],
	['jdbc:mysql://h/d?profilerEventHandler=x', 'profilereventhandler'],
	['jdbc:mysql:loadbalance://h/d?loadBalanceStrategy=x', 'loadbalancestrategy'],
	['jdbc:mysql://h/d?serverConfigCacheFactory=x', 'serverconfigcachefactory'],
	['jdbc:mysql://h/d?parseInfoCacheFactory=x', 'parseinfocachefactory'],
	['jdbc:mysql://h/d?queryInfoCacheFactory=x', 'queryinfocachefactory'],
	['jdbc:oracle:thin:@alias?TNS_ADMIN=/x', 'tns_admin'],
	['jdbc:redshift://h/d?plugin_name=x', 'plugin_name'],
	['jdbc:h2:mem:x;IN\\IT=RUNSCRIPT FROM a', 'init'],
	['jdbc:oracle:thin:@config-https://h/x', 'configuration elsewhere'],
	['jdbc:oracle:thin:@config-ocivault://h/x', 'configuration elsewhere'],
	['jdbc:oracle:thin:@ldap://h/x', 'directory server'],
])('%s is refused for %s', (url, word) => {
	expect(
		jdbcUrlProblems(url)
			.map(problem => problem.message)
			.join('\n'),
	).toContain(word);
});

test.each([
	['jdbc:oracle:thin:@localhost1521:XE', 'a colon is missing between host and port: localhost1521 names no port'],
	['jdbc:oracle:thin:@db:XE', 'there is no port between the host and the SID'],
	['jdbc:oracle:thin:@db-01:XE', 'there is no port between the host and the SID'],
	['jdbc:mysql:h:3306/d', 'the // before the host is missing'],
	['jdbc:sqlserver:h;databaseName=d', 'the // before the host is missing'],
	['jdbc:postgresql://h:54x2/d', 'what stands behind the colon of the host is no port'],
	['jdbc:mysql://h1:3306,h2:70000/d', 'what stands behind the colon of the host is no port'],
	['jdbc:sqlserver://h:0;databaseName=d', 'what stands behind the colon of the host is no port'],
])('%s does not lead where it is meant to: %s', (url, message) => {
	expect(jdbcUrlProblems(url)).toEqual([{message, hint: expect.stringContaining('write ')}]);
});
