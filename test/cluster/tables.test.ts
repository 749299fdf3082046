import {describe, expect, test} from 'vitest';
import {bareTable, isTopicName, placeOf, selectionOf, tableParts, topicOf} from '../../source/cluster/tables.ts';

describe('where a table is', () => {
	const postgres = {url: 'jdbc:postgresql://h/d'};
	test.each([
		['orders', {}],
		['public.orders', {schema: 'public'}],
		['shop.dbo.[Client]', {catalog: 'shop', schema: 'dbo'}],
	])('%s', (table, place) => {
		expect(placeOf(postgres, table)).toEqual(place);
	});

	test('a database of MySQL is a catalog', () => {
		expect(placeOf({url: 'jdbc:mysql://h/d'}, '`shop`.orders')).toEqual({catalog: 'shop'});
		expect(placeOf({url: 'jdbc:mariadb://h/d'}, 'shop.orders')).toEqual({catalog: 'shop'});
	});

	test('makes bare names in one place; of several places the names stay whole', () => {
		expect(selectionOf({...postgres, tables: ['a.x', '"a".y']})).toEqual({schema: 'a', names: ['x', 'y']});
		expect(selectionOf({...postgres, tables: ['x', '"y z"']})).toEqual({names: ['x', 'y z']});
		expect(selectionOf({...postgres, tables: ['a.x', 'y']})).toEqual({names: ['a.x', 'y']});
		expect(selectionOf({...postgres, tables: ['a.x', 'b.y']})).toEqual({names: ['a.x', 'b.y']});
		expect([bareTable('a."b c"'), bareTable('b')]).toEqual(['b c', 'b']);
	});
});

describe('the name of a table', () => {
	test.each([
		['orders', ['orders']],
		['public.orders', ['public', 'orders']],
		['shop.dbo.Client', ['shop', 'dbo', 'Client']],
		['order-items', ['order-items']],
		['Order Details', ['Order Details']],
		['SYS$LOG#1', ['SYS$LOG#1']],
		['größe.Übersicht', ['größe', 'Übersicht']],
		['`order`', ['order']],
		['`my shop`.`order`', ['my shop', 'order']],
		['"Order Details"', ['Order Details']],
		['[dbo].[Order (old)]', ['dbo', 'Order (old)']],
		['"with.dot".t', ['with.dot', 't']],
		['"a;b|c&d<e>f"', ['a;b|c&d<e>f']],
	])('%s has its parts', (table, parts) => {
		expect(tableParts(table)).toEqual(parts);
	});

	test.each([
		'$(id).orders',
		'a; cmd #.x',
		'`$(reboot)`',
		'"${dir:/etc/kafka-connect-jdbc/secrets:other.password}"',
		'"a`id`b"',
		'`a`b`',
		'"a"b"',
		'"a""b"',
		'[a]b]',
		'[a',
		'"a',
		'a"',
		'a|b',
		'a&b',
		'a>b',
		"o'clock",
		'a\\b',
		'"a\\b"',
		'a\nb',
		'"a\nb"',
		'"a\u0085b"',
		'a..b',
		'.a',
		'a.',
		'"a".',
		'"a"b',
		'""',
		'a  ',
		'',
	])('%j is none', table => {
		expect(tableParts(table)).toBeUndefined();
	});
});

test('a topic is the prefix and the table, without schema and quotes, as the connector names it', () => {
	const topic = (table: string) => topicOf({topicPrefix: 'shop-'}, table);
	expect(['orders', 'public.orders', 'shop.dbo.[orders]', '`orders`'].map(topic)).toEqual(Array(4).fill('shop-orders'));
});

test('Kafka takes these for names of topics', () => {
	expect(['a', 'shop-orders', '_x.Y-1', 'a'.repeat(249)].map(isTopicName)).toEqual([true, true, true, true]);
	expect(['', '.', '..', 'a b', 'ä', 'a$', 'a/b', 'a'.repeat(250), 'a\n'].some(isTopicName)).toBe(false);
});
