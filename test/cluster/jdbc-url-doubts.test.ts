import {expect, test} from 'vitest';
import {jdbcUrlProblems} from '../../source/cluster/jdbc-url.ts';
import {urlDoubt} from '../../source/cluster/jdbc-url-doubts.ts';

test.each([
	['jdbc:postgresql:h/d', "names no host: it leads to the worker's own, and all of it is the name of a database"],
	['jdbc:postgresql://db5432/d', 'names the host db5432 and no port: is a colon missing before 5432?'],
	['jdbc:mysql://db3306/d', 'names the host db3306 and no port: is a colon missing before 3306?'],
	['jdbc:sqlserver://db1433;databaseName=d', 'names the host db1433 and no port: is a colon missing before 1433?'],
	['jdbc:oracle:thin:@//db1521/XE', 'names the host db1521 and no port: is a colon missing before 1521?'],
	['jdbc:postgresql://h,5432/d', 'names 5432 as a host: a port follows a colon'],
	['jdbc:mariadb://h:3306:d', 'names no database: a / stands between it and the port'],
	['jdbc:oracle:thin:@h:1521', 'names no SID and no service: it works where the listener has a default one'],
	['jdbc:oracle:thin:@//h:1521', 'names no SID and no service: it works where the listener has a default one'],
	['jdbc:oracle:thin:@/XE', "names no host: it leads to the worker's own"],
])('%s is taken, with a doubt: %s', (url, doubt) => {
	expect(jdbcUrlProblems(url)).toEqual([]);
	expect(urlDoubt(url)).toBe(doubt);
});

test.each([
	'jdbc:postgresql:d',
	'jdbc:postgresql://h1:5432,h2:5432/d',
	'jdbc:postgresql://10.0.0.5/d',
	'jdbc:mysql://h/d',
	'jdbc:mysql://db3306:3306/d',
	'jdbc:mariadb://[fd00::5]:3306/d',
	'jdbc:sqlserver://h\\instance;databaseName=d',
	'jdbc:oracle:thin:@alias',
	'jdbc:oracle:thin:@h:1521:XE',
	'jdbc:oracle:thin:@//h/s',
	'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1521)))',
	'jdbc:db2://h:50000/d',
])('%s leaves no doubt', url => {
	expect(urlDoubt(url)).toBeUndefined();
});
