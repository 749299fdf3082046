import {expect, test} from 'vitest';
import type {Source} from '../../../../source/cluster/cluster.ts';
import {sourceStep} from '../../../../source/kafka/roles/connect/sources.ts';
import {fakeContext} from '../../../helpers/context.ts';
import {nothingThere} from '../../../helpers/fake-connection.ts';
import {sampleCluster} from '../../../helpers/sample-cluster.ts';

const [orders] = sampleCluster.connect.sources as readonly [Source];

/** The lines of a source's file that say which tables it reads. */
async function selection(changes: Partial<Source>) {
	const [change] = await sourceStep(sampleCluster, {...orders, ...changes}).check(fakeContext(nothingThere));
	return change!.after!.split('\n').filter(line => /^(?:table\.whitelist|schema\.pattern|catalog\.pattern)=/.test(line));
}

test('a table without a schema is looked for in all of them', async () => {
	expect(await selection({tables: ['orders']})).toEqual(['table.whitelist=orders']);
	expect(await selection({tables: ['public.orders', 'items']})).toEqual(['table.whitelist=public.orders,items']);
});

test('a schema is no part of the name that the connector compares', async () => {
	expect(await selection({tables: ['public.orders', '"public"."Order Items"']})).toEqual([
		'table.whitelist=orders,Order Items',
		'schema.pattern=public',
	]);
	expect(await selection({url: 'jdbc:sqlserver://h', tables: ['shop.dbo.[Client]']})).toEqual([
		'table.whitelist=Client',
		'catalog.pattern=shop',
		'schema.pattern=dbo',
	]);
	expect(await selection({url: 'jdbc:mysql://h/d', tables: ['shop.orders']})).toEqual([
		'table.whitelist=orders',
		'catalog.pattern=shop',
	]);
});

test('what the source says of its own wins', async () => {
	const lines = await selection({tables: ['public.orders'], extraProperties: {'schema.pattern': 'pub%'}});
	expect(lines.at(-1)).toBe('schema.pattern=pub%');
});
