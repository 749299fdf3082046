import {expect, it} from 'vitest';
import {isBundled, otherDatabase} from '../../source/cluster/jdbc-drivers.ts';
import {endpointOf} from '../../source/cluster/jdbc-endpoint.ts';
import {databaseKinds, jdbcUrl} from '../../source/cluster/jdbc-url.ts';

it.each([
	['jdbc:postgresql://db:5433/shop?sslmode=verify-full', 'postgresql', 'db', 5433, true],
	['jdbc:postgresql://[fd00::1]/shop?sslmode=prefer', 'postgresql', 'fd00::1', 5432, false],
	['jdbc:mysql://db/shop?useSSL=false&sslMode=REQUIRED', 'mysql', 'db', 3306, true],
	['jdbc:mariadb://db:3307/shop', 'mysql', 'db', 3307, false],
	['jdbc:sqlserver://db;databaseName=x;encrypt=true', 'sqlserver', 'db', 1433, true],
	['jdbc:oracle:thin:@//db:1521/XE', 'oracle', 'db', 1521, false],
	['jdbc:oracle:thin:@tcps://db:2484/XE', 'oracle', 'db', 2484, true],
	['jdbc:oracle:thin:@db:1521:XE', 'oracle', 'db', 1521, false],
])('%s leads to a host and a port', (url, kind, host, port, tls) => {
	expect(endpointOf(url)).toEqual({kind, host, port, tls});
});

it.each([
	'jdbc:postgresql://a,b:5432/shop',
	'jdbc:postgresql:shop',
	'jdbc:sqlserver://db;instanceName=X',
	'jdbc:sqlserver://db\\X:1433',
	'jdbc:mysql:loadbalance://a,b/shop',
	'jdbc:sqlite:/x',
	'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1)))',
	'jdbc:postgresql://db:99999/shop',
	'jdbc:postgresql://$(id)/shop',
])('%s leads nowhere that could be asked', url => {
	expect(endpointOf(url)).toBeUndefined();
});

it('finds the host and port of every URL that is made from a kind', () => {
	for (const kind of databaseKinds)
		expect(endpointOf(jdbcUrl({kind, host: 'db-01', name: 'shop'}))).toMatchObject({kind, host: 'db-01'});
});

it('knows which driver is for which URL, and says nothing of one that it does not know', () => {
	expect(otherDatabase('org.postgresql.Driver', 'jdbc:mysql://a/b')).toBe('PostgreSQL');
	expect(otherDatabase('org.postgresql.Driver', 'jdbc:postgresql://a/b')).toBeUndefined();
	expect(otherDatabase('org.mariadb.jdbc.Driver', 'jdbc:mysql://a/b')).toBe('MariaDB');
	expect(otherDatabase('org.mariadb.jdbc.Driver', 'jdbc:mysql://a/b?permitMysqlScheme')).toBeUndefined();
	expect(otherDatabase('org.example.Driver', 'jdbc:mysql://a/b')).toBeUndefined();
	expect(otherDatabase('constructor', 'jdbc:mysql://a/b')).toBeUndefined();
	expect(isBundled('jdbc:postgresql://a/b')).toBe(true);
	expect(isBundled('jdbc:mysql://a/b')).toBe(false);
});
