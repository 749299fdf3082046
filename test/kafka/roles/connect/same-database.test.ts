import {expect, test} from 'vitest';
import {sameDatabase} from '../../../../source/kafka/roles/connect/same-database.ts';

test.each([
	['jdbc:postgresql://db/x', 'jdbc:postgresql://db:5432/x'],
	['jdbc:postgresql://DB:5432/x?ssl=true', 'jdbc:postgresql://db/x'],
	['jdbc:postgresql://a,b:5433/x', 'jdbc:postgresql://a:5432,b:5433/x'],
	['jdbc:postgresql://[fd00::5]/x', 'jdbc:postgresql://[fd00::5]:5432/x'],
	['jdbc:postgresql:x', 'jdbc:postgresql:x'],
	['jdbc:mysql://db:/x', 'jdbc:mysql://db:3306/x'],
	['jdbc:mysql://db/x', 'jdbc:mariadb://db:3306/x'],
	['jdbc:sqlserver://db;databaseName=x', 'jdbc:sqlserver://db:1433;encrypt=true;database=x'],
	['jdbc:sqlserver://db;databaseName={My DB}', 'jdbc:sqlserver://db:1433;encrypt=true;databaseName=my db'],
	['jdbc:sqlserver://db;databaseName={a;database=x}', 'jdbc:sqlserver://db:1433;databaseName={a;database=x};encrypt=true'],
	['jdbc:sqlserver://;serverName=db;databaseName=x', 'jdbc:sqlserver://db;databaseName=x'],
	['jdbc:sqlserver://db;portNumber=1444;databaseName=x', 'jdbc:sqlserver://db:1444;databaseName=x'],
	['jdbc:oracle:thin:@//db/x', 'jdbc:oracle:thin:@db:1521/x'],
	['jdbc:oracle:thin:@db:1521:XE', 'jdbc:oracle:thin:@//db:1521/xe'],
	['jdbc:oracle:thin:@tcps:db:2484/x', 'jdbc:oracle:thin:@tcps://db:2484/x'],
	['jdbc:oracle:thin:@alias', 'jdbc:oracle:thin:@alias'],
	['jdbc:db2://db:50000/x', 'jdbc:db2://db:50000/x'],
	['', ''],
])('%s and %s are one', (one, other) => {
	expect(sameDatabase(one, other)).toBe('yes');
	expect(sameDatabase(other, one)).toBe('yes');
});

test.each([
	['jdbc:postgresql://db/x', 'jdbc:postgresql://db.example.com/x'],
	['jdbc:postgresql://db:5432/x', 'jdbc:postgresql://db:6432/x'],
	['jdbc:sqlserver://db\\one;databaseName=x', 'jdbc:sqlserver://db;databaseName=x'],
	['jdbc:oracle:thin:@//a/x', 'jdbc:oracle:thin:@//b/x'],
	['jdbc:db2://a:50000/x', 'jdbc:db2://b:50000/x'],
])('%s and %s are perhaps one', (one, other) => {
	expect(sameDatabase(one, other)).toBe('perhaps');
	expect(sameDatabase(other, one)).toBe('perhaps');
});

test.each([
	['jdbc:postgresql://db/x', 'jdbc:postgresql://db/y'],
	['jdbc:postgresql://db/x', 'jdbc:mysql://db/x'],
	['jdbc:postgresql:x', 'jdbc:postgresql:y'],
	['jdbc:sqlserver://db;databaseName=x', 'jdbc:sqlserver://db;databaseName=y'],
	['jdbc:oracle:thin:@//db/x', 'jdbc:oracle:thin:@//db/y'],
	['jdbc:oracle:thin:@one', 'jdbc:oracle:thin:@other'],
	['jdbc:h2:/data/x', 'jdbc:h2:/data/y'],
])('%s and %s are two', (one, other) => {
	expect(sameDatabase(one, other)).toBe('no');
	expect(sameDatabase(other, one)).toBe('no');
});
