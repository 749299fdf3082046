import {expect, test} from 'vitest';
import {removeKey} from '../../../source/host/remove/remove-plugin.ts';
import {removeService, rereadUnits} from '../../../source/host/remove/remove-service.ts';
import {fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';

const settings = '/etc/systemd/system/confluent-kafka.service.d/kafka-setup.conf';
const step = removeService({unit: 'confluent-kafka', settings});
const stands = (active: string, file: string, foreign = '') => ({
	command: /^\[ -e \/etc\/systemd/.source.replace(/^/, '/') + '/',
	stdout: `${foreign}ActiveState=${active}\nUnitFileState=${file}\n`,
});

async function check(...answer: Parameters<typeof stands>) {
	const context = fakeContext(fakeConnection([stands(...answer)]));
	return {changes: (await step.check(context)).map(({what}) => what), notes: context.seen.notes};
}

test.each([
	['active', 'enabled', 'stop and disable confluent-kafka'],
	['activating', 'disabled', 'stop confluent-kafka'],
	['failed', 'enabled', 'disable confluent-kafka'],
])('a unit that is %s and %s', async (active, file, change) => {
	expect(await check(active, file)).toEqual({changes: [change], notes: []});
});

test('a unit that neither runs nor starts, or is not there, is as wanted', async () => {
	expect(await check('inactive', 'disabled')).toEqual({changes: [], notes: []});
	expect(await check('inactive', '', 'foreign\n')).toEqual({changes: [], notes: []});
});

test('a unit without our settings is not ours to stop', async () => {
	expect(await check('active', 'enabled', 'foreign\n')).toEqual({
		changes: [],
		notes: [`left: confluent-kafka runs without ${settings}: it is not as we started it`],
	});
});

test('it is stopped as an operator would', async () => {
	const connection = fakeConnection([{command: 'systemctl disable --now confluent-kafka'}, {command: '/reset-failed/'}]);
	const context = fakeContext(connection);
	await step.apply(context);
	connection.done();
	expect(context.seen).toMatchObject({shown: ['systemctl disable --now confluent-kafka'], waiting: ['confluent-kafka to stop']});
});

test('unit files that are gone are read again', async () => {
	const asked = (yes: string) => ({
		command: '/^systemctl show a .*\\nsystemctl show b /s',
		stdout: `NeedDaemonReload=no\nNeedDaemonReload=${yes}\n`,
	});
	const connection = fakeConnection([asked('yes'), {command: 'systemctl daemon-reload'}, asked('no')]);
	const context = fakeContext(connection);
	const units = rereadUnits(['a', 'b']);
	expect(await units.check(context)).toEqual([{what: 'reload the unit files'}]);
	await units.apply(context);
	expect(await units.check(context)).toEqual([]);
	connection.done();
});

test('a key that rpm trusts is found by its last digits', async () => {
	const connection = fakeConnection([{command: '/grep -i -- 908336a0$/'}, {command: '/^rpm -e /'}, {command: '/grep/', code: 1}]);
	const context = fakeContext(connection, {facts: rocky});
	const key = removeKey(`${'0'.repeat(32)}908336A0`);
	expect(await key.check(context)).toMatchObject([{what: `remove the key ${'0'.repeat(32)}908336A0 from rpm`}]);
	await key.apply(context);
	expect(await key.check(context)).toEqual([]);
	connection.done();
});
