import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {joined, rawCommand} from '../../../source/core/command.ts';
import {lookCommand, looked} from '../../../source/kafka/preflight/host-look.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

test('bash says what a host has, whatever its directories are called', async () => {
	const folder = tempDir();
	mkdirSync(join(folder, 'a b'));
	mkdirSync(join(folder, 'a b', 'lost+found'));
	writeFileSync(join(folder, 'a b', 'myid'), '1\n');
	symlinkSync('/dev/shm', join(folder, 'link'));
	const strange = `${folder}/$(>PWNED)\n0-used yes`;
	const paths = [join(folder, 'a b'), `${folder}/link/data`, strange, '/'];
	const {stdout} = await localConnection().exec(lookCommand(paths, ['no-such-unit']));
	const {availableMb, settings, running, places, reboot} = looked(stdout);
	expect(availableMb).toBeGreaterThan(10);
	expect(settings.get('vm.max_map_count')).toBeGreaterThan(1000);
	expect(settings.get('net.ipv4.ip_unprivileged_port_start')).toBeGreaterThanOrEqual(0);
	expect([...running]).toEqual([]);
	expect(typeof reboot).toBe('boolean');
	expect([...places.keys()]).toEqual(paths);
	expect(places.get(paths[0]!)).toMatchObject({real: paths[0], used: true, lost: true});
	expect(places.get(paths[1]!)).toMatchObject({
		real: '/dev/shm/data',
		mount: '/dev/shm',
		type: 'tmpfs',
		used: false,
		lost: false,
	});
	expect(places.get(strange)).toMatchObject({real: strange.replaceAll('\n', ' '), used: false});
	expect(places.get('/')).toMatchObject({real: '/', mount: '/'});
});

test('a unit runs that has processes, by either version of control groups', async () => {
	const folder = tempDir();
	for (const [unit, text] of [
		['kafka', '77\n78\n'],
		['idle', ''],
	]) {
		mkdirSync(join(folder, 'unified/system.slice', `${unit}.service`), {recursive: true});
		writeFileSync(join(folder, 'unified/system.slice', `${unit}.service`, 'cgroup.procs'), text!);
	}
	const connection = localConnection({paths: {'/sys/fs/cgroup': folder}});
	const {stdout} = await connection.exec(lookCommand([], ['kafka', 'idle', 'gone']));
	expect([...looked(stdout).running]).toEqual(['kafka.service']);
});

test('what is asked of a host costs no process', async () => {
	const command = lookCommand(['/var/lib/kafka'], ['kafka']);
	// Without a PATH no program is found, and everything is said all the same.
	const {stdout} = await localConnection().exec(joined([rawCommand('PATH=/nowhere'), command], '\n'));
	expect(looked(stdout).places.get('/var/lib/kafka')).toMatchObject({path: '/var/lib/kafka'});
	expect(looked(stdout).availableMb).toBeGreaterThan(10);
});

test('an answer that is none says nothing', () => {
	const nothing = looked('bash: command not found\nMemAvailable: constructor\nvm.swappiness many\n0-real /x\n');
	expect(nothing).toMatchObject({availableMb: undefined, swapMb: 0, reboot: false, interrupted: false});
	expect([nothing.settings.size, nothing.places.size]).toEqual([0, 0]);
});
