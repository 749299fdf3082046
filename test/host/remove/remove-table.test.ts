import {expect, test} from 'vitest';
import {removeTable} from '../../../source/host/remove/remove-table.ts';
import {fakeContext} from '../../helpers/context.ts';
import {type Answer, fakeConnection} from '../../helpers/fake-connection.ts';

const step = removeTable('kafka-setup-firewall', '/etc/systemd/system/kafka-setup-firewall.service');
const unit = (active: string, enabled: string, foreign = ''): Answer => ({
	command: '/systemctl show kafka-setup-firewall/',
	stdout: `${foreign}ActiveState=${active}\nUnitFileState=${enabled}\n`,
});
const table = (code: number): Answer => ({command: '/nft list table inet kafka_setup/', code});

const checked = async (...answers: readonly Answer[]) => {
	const connection = fakeConnection(answers);
	const changes = await step.check!(fakeContext(connection));
	connection.done();
	return changes.map(({what}) => what);
};

test('the unit is stopped, which deletes the table; one that is loaded without it is deleted too', async () => {
	const [stop, gone] = ['stop and disable kafka-setup-firewall', 'delete the table kafka_setup of nftables'];
	expect(await checked(unit('active', 'enabled'), table(0))).toEqual([stop, gone]);
	expect(await checked(unit('inactive', 'disabled'), table(0))).toEqual([gone]);
	expect(await checked(unit('inactive', 'disabled'), table(1))).toEqual([]);
});

test('a unit that is not ours is left, and its table too', async () => {
	expect(await checked(unit('active', 'enabled', 'foreign\n'), table(1))).toEqual([]);
});

test('what the unit has deleted is not deleted again', async () => {
	const stop = [{command: 'systemctl disable --now kafka-setup-firewall'}, {command: '/reset-failed/'}];
	const all = fakeConnection([unit('active', 'enabled'), ...stop, table(1)]);
	await step.apply!(fakeContext(all));
	all.done();
	const loaded = fakeConnection([unit('inactive', 'disabled'), table(0), {command: 'nft delete table inet kafka_setup'}]);
	await step.apply!(fakeContext(loaded));
	loaded.done();
});
