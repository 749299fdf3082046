import {expect, test} from 'vitest';
import {InputError} from '../../../source/core/errors.ts';
import {rowCounter} from '../../../source/kafka/database/row-counts.ts';
import {fakeContext} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const [sample] = sampleCluster.connect.sources;
const source = {...sample!, password: undefined, tables: ['orders', 'items']};
const plugin = {jars: '/usr/share/java/kafka-connect-jdbc'};
const secret = async () => Promise.reject(new Error('there is no password'));
const word = (text: string | number) => `+${Buffer.from(String(text)).toString('base64')}`;
const say = (name: string, ...values: readonly (string | number)[]) => `${[name, ...values.map(word)].join(' ')}\n`;
const opened = say('source', 0) + say('open', 'PostgreSQL', '15', '"', 'true');
const found = (table: string, ...more: readonly string[]) =>
	say('found', 'shop', 'public', table, 'TABLE') + say('readable') + more.join('');

/** What is counted where the program says this. */
async function counts(said: string | undefined) {
	const connection = fakeConnection([
		{command: '/^java=/', stdout: said === undefined ? 'none\n' : 'java /usr/bin/java\njars\n'},
		...(said === undefined
			? []
			: [
					{command: '/DatabaseCheck.class/', stdout: 'put /run/kafka-setup-database.abcdef 61500\n'},
					{command: '/setpriv/', stdout: said},
				]),
	]);
	const answer = await rowCounter(sampleCluster, {plugin, secret})(fakeContext(connection), source, source.tables);
	connection.done();
	return Object.fromEntries(answer);
}

test('the rows of each table', async () => {
	const said =
		opened + say('table', 0) + found('orders', say('rows', 42)) + say('table', 1) + found('items', say('rows', 0)) + say('end');
	expect(await counts(said)).toEqual({orders: {rows: 42}, items: {rows: 0}});
});

test('a table that is not there, or is there twice', async () => {
	const twice = say('table', 1) + found('items', say('rows', 1)) + found('items', say('rows', 1));
	expect(await counts(opened + say('table', 0) + twice + say('end'))).toEqual({
		orders: {why: 'the database has no table orders that its user sees'},
		items: {why: 'there are 2 tables of that name'},
	});
});

test('a count that the database broke off, and what did not come in time', async () => {
	const late = say('uncounted', '57014', 0, 'canceling statement due to statement timeout', 'java.sql.SQLException');
	expect(await counts(opened + say('table', 0) + found('orders', late) + say('late'))).toEqual({
		orders: {why: 'its rows could not be counted: canceling statement due to statement timeout'},
		items: {why: 'the database gave no answer in time'},
	});
});

test.each<[string, string | undefined, RegExp]>([
	['refuses the login', say('source', 0) + say('refused', '28P01', 0, 'no such login', 'x') + say('end'), /^no such login$/],
	['is for another driver', say('source', 0) + say('unsuitable') + say('end'), /no driver takes the URL/],
	['says nothing', say('source', 0) + say('late'), /no answer in time/],
	['says what nobody understands', 'rows $(reboot)\n', /gave no answer/],
	['can not be asked without Java', undefined, /^no Java yet$/],
])('a database that %s', async (_what, said, why) => {
	const {orders, items} = await counts(said);
	expect([orders, items]).toEqual([{why: expect.stringMatching(why)}, {why: expect.stringMatching(why)}]);
});

test('after a login that was refused no other is tried; without a password none is', async () => {
	const java = {command: '/^java=/', stdout: 'java /usr/bin/java\njars\n'};
	const put = {command: '/DatabaseCheck.class/', stdout: 'put /run/kafka-setup-database.abcdef 61500\n'};
	const refused = {
		command: '/setpriv/',
		stdout: say('source', 0) + say('refused', '28P01', 0, 'no such login', 'x') + say('end'),
	};
	const connection = fakeConnection([java, put, refused]);
	const count = rowCounter(sampleCluster, {plugin, secret});
	const all = await Promise.all([1, 2, 3].map(() => count(fakeContext(connection), source, ['orders'])));
	connection.done();
	expect(all.map(answer => answer.get('orders'))).toEqual([
		{why: 'no such login'},
		{why: 'another login was refused, and no further one is tried', unasked: true},
		{why: 'another login was refused, and no further one is tried', unasked: true},
	]);

	const without = fakeConnection([java, put]);
	const noPassword = async () => Promise.reject(new InputError('APP_PASSWORD is not set'));
	const answer = await rowCounter(sampleCluster, {plugin, secret: noPassword})(fakeContext(without), sample!, ['orders']);
	expect(answer.get('orders')).toEqual({why: 'APP_PASSWORD is not set', unasked: true});
});
