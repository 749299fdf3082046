import {spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {setTimeout as after} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {lab} from '../../helpers/lab.ts';

const hosts = ['kafka-01', 'kafka-02:disk=1G', 'db-01:db'];
let dir = '';
let bridge = '';

// The other tests have hosts of other kinds under these names.
beforeAll(async () => {
	await lab('down');
	await lab('up', ...hosts);
	const {stdout} = await lab('env');
	const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(stdout)![1]!;
	dir = setting('LAB_DIR');
	bridge = setting('LAB_BRIDGE');
});

afterAll(async () => {
	await lab('down');
});

const list = (folder: string): string[] => {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
};

/** Processes whose command line names the lab's state, with that command line. */
function processes(): {readonly pid: number; readonly command: string}[] {
	return list('/proc')
		.filter(name => /^\d+$/.test(name))
		.flatMap(name => {
			try {
				const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
				return command.includes(`${dir}/run`) || command.includes(`${dir}/cache/repo`) ? [{pid: Number(name), command}] : [];
			} catch {
				return [];
			}
		});
}

const kill = (pattern: RegExp) => {
	const found = processes().filter(({command}) => pattern.test(command));
	for (const {pid} of found) process.kill(pid, 'SIGKILL');
	return found.length;
};

async function worksAfterUp() {
	await lab('up', ...hosts);
	expect((await lab('sql', 'db-01', 'select count(*) from orders')).stdout.trim()).toBe('5');
	for (const host of ['kafka-01', 'kafka-02', 'db-01']) {
		const {stdout} = await lab(
			'ssh',
			host,
			'sudo -n id -u && getent hosts packages.lab | wc -l && systemctl is-system-running --wait',
		);
		expect(stdout).toBe('0\n1\nrunning\n');
	}
	expect((await lab('ssh', 'kafka-01', 'curl -fsS http://packages.lab/deb/7.9/archive.key')).stdout).toContain('PUBLIC KEY');
}

/** Runs a verb and kills it, with all that it started in its own process group, after so many milliseconds. */
async function killed(args: readonly string[], ms: number) {
	const child = spawn('test/lab/lab', args, {detached: true, stdio: 'ignore'});
	const ended = new Promise(resolve => child.once('exit', resolve));
	await Promise.race([after(ms), ended]);
	if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
	await ended;
}

describe('the lab comes up again', () => {
	it.each([100, 400, 800, 1600])('after a first "up" that was killed at %d ms', async ms => {
		await lab('down');
		await killed(['up', ...hosts], ms);
		await worksAfterUp();
	});

	it.each([100, 300, 700])('after a "reset" that was killed at %d ms', async ms => {
		await killed(['reset'], ms);
		await worksAfterUp();
	});

	it.each([100, 300])('after a "down" that was killed at %d ms', async ms => {
		await killed(['down'], ms);
		await worksAfterUp();
	});

	it('after the processes that hold the hosts were killed, which leaves what runs in them', async () => {
		expect(kill(/ _run kafka-01 /)).toBe(1);
		expect(kill(/systemd-nspawn .*kafka-02/)).toBe(1);
		expect(kill(/http\.server/)).toBe(1);
		await worksAfterUp();
	});

	it('after its folder was removed by hand while the hosts ran', async () => {
		// What is mounted can't be removed; all else is gone.
		await rm(`${dir}/run`, {recursive: true, force: true}).catch(() => undefined);
		await worksAfterUp();
	});
});

it('"down" leaves no mount, network, process, control group or loop device behind', async () => {
	await lab('down');
	expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(`${dir}/run`);
	expect(list('/run/netns').filter(name => name.startsWith(`${bridge}-`))).toEqual([]);
	expect(list('/sys/class/net').filter(name => name === bridge || name.startsWith(`${bridge}.`))).toEqual([]);
	expect(processes()).toEqual([]);
	expect(['systemd', 'unified', '.'].flatMap(at => list(`/sys/fs/cgroup/${at}`)).filter(name => name === bridge)).toEqual([]);
	const backing = list('/sys/block').map(name => {
		try {
			return readFileSync(`/sys/block/${name}/loop/backing_file`, 'utf8');
		} catch {
			return '';
		}
	});
	expect(backing.filter(path => path.startsWith(`${dir}/run`))).toEqual([]);
	expect(list(dir)).not.toContain('run');
});
