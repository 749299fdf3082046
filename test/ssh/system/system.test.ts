import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {sh} from '../../../source/core/command.ts';
import {UnknownHostKeyError, UnreachableError} from '../../../source/ssh/errors.ts';
import {sshVersion} from '../../helpers/ssh-oracle.ts';
import {failure, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {newKey, publicWords} from '../../helpers/ssh-server.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const otherKey = newKey();
let folders = '';
let before: string | undefined;
beforeEach(() => {
	before = process.env.TMPDIR;
	folders = join(tempDir(), 't');
	mkdirSync(folders);
	process.env.TMPDIR = folders;
});
afterEach(() => {
	if (before === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = before;
});

/** The arguments and the environment of every process, while one has them. */
function processes(): string[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
		.flatMap(pid => ['cmdline', 'environ'].map(what => read(`/proc/${pid}/${what}`)));
}
function read(path: string): string {
	try {
		return readFileSync(path, 'latin1').replaceAll('\0', ' ');
	} catch {
		return '';
	}
}
const left = () => readdirSync(folders).filter(name => name.startsWith('ks-'));
/** Those that have to do with the folder of ours. */
const ours = () => processes().filter(text => text.includes(`${folders}/ks-`));

describe.skipIf(sshVersion() === undefined)('OpenSSH’s own ssh', () => {
	it('connects by a ProxyCommand of ssh_config, and says what it said where it does not', async () => {
		const set = await scene({transport: 'auto'});
		const server = await set.server();
		await set.write('known_hosts', knownLine(server));
		const carry = 'exec 3<>/dev/tcp/%h/%p && { cat <&3 & cat >&3; kill $!; }';
		await set.config({h1: `ProxyCommand bash -c '${carry}'`, h2: 'ProxyCommand sh -c "echo no such gate >&2; exit 1"'});
		const {connection, way} = await set.connect({name: 'h1', port: server.port});
		expect((await connection.exec(sh`echo in`)).stdout).toBe('in\n');
		expect(way).toEqual({system: true, because: 'ProxyCommand in ssh_config'});
		const error = await failure(set.connect({name: 'h2', port: server.port}));
		expect(error).toBeInstanceOf(UnreachableError);
		expect(error.message).toBe('h2: the ProxyCommand of ssh_config gives no connection to it. It said: no such gate');
	});

	it('leaves nothing of a ProxyCommand that would go on', async () => {
		const set = await scene({transport: 'system'});
		const server = await set.server();
		await set.write('known_hosts', knownLine(server));
		const left = `sleep 4${process.pid}`;
		await set.config({h1: `ProxyCommand bash -c '${left} & exec 3<>/dev/tcp/%h/%p; cat <&3 & cat >&3'`});
		const {connection} = await set.connect({name: 'h1', port: server.port});
		const running = () => processes().filter(text => text.startsWith(left));
		expect(running()).toHaveLength(1);
		await connection.close();
		await expect.poll(running, {timeout: 5000}).toEqual([]);
	});

	it('logs in with a certificate', async () => {
		const set = await scene({transport: 'auto'});
		const server = await set.server({keys: [], authority: otherKey});
		await set.write('known_hosts', knownLine(server));
		const ca = await set.write('ca', otherKey.private);
		const key = await set.write('id.pub', userKey.public);
		const sign = (name: string, by: string) => execFileSync('ssh-keygen', ['-q', '-s', by, '-I', 'a key', '-n', name, key]);
		sign('op', ca);
		const {connection, way} = await set.connect({name: 'h1', port: server.port});
		expect((await connection.exec(sh`echo in`)).stdout).toBe('in\n');
		expect(way).toEqual({system: true, because: `the certificate ${join(set.directory, 'id-cert.pub')}`});
		// The server does look: neither another name nor another authority will do.
		sign('other', ca);
		expect((await failure(set.connect({name: 'h1', port: server.port}))).message).toContain('did not let op in');
		sign('op', await set.write('ca2', newKey().private));
		expect((await failure(set.connect({name: 'h1', port: server.port}))).message).toContain('did not let op in');
	});

	it('takes its keys from an agent', async () => {
		const set = await scene({transport: 'system'});
		const server = await set.server({keys: [otherKey]});
		await set.write('known_hosts', knownLine(server));
		const key = await set.write('agent-key', otherKey.private);
		const socket = join(set.directory, 'agent');
		const agent = spawn('ssh-agent', ['-D', '-a', socket], {stdio: 'ignore'});
		onTestFinished(() => void agent.kill());
		await expect.poll(() => existsSync(socket)).toBe(true);
		execFileSync('ssh-add', ['-q', key], {env: {...process.env, SSH_AUTH_SOCK: socket}, stdio: 'pipe'});
		await set.config({h1: `IdentityAgent ${socket}\nIdentityFile none`});
		await set.connect({name: 'h1', port: server.port});
		expect(server.tries).toContain(`publickey:${publicWords(otherKey).slice(-12)}`);
	});

	it('is told no secret where another user of this machine could read it, and leaves nothing behind', async () => {
		const secret = 'canary-of-the-password';
		const set = await scene({transport: 'system', password: secret});
		const server = await set.server({keys: [], password: secret});
		await set.write('known_hosts', knownLine(server));
		const seen: string[] = [];
		let modes: number[] = [];
		const timer = setInterval(() => {
			seen.push(...ours());
			modes = left().map(name => statSync(join(folders, name)).mode & 0o777);
		}, 5);
		const {connection} = await set.connect({name: 'h1', port: server.port});
		await connection.exec(sh`true`);
		await expect.poll(() => seen.some(text => text.includes(' -M ') || text.includes('ControlMaster=yes'))).toBe(true);
		clearInterval(timer);
		expect(server.tries).toContain(`password:${secret}`);
		expect(modes).toEqual([0o700]);
		expect(seen.filter(text => text.includes(secret))).toEqual([]);
		// It was looked for in the askpass as well.
		expect(seen.some(text => text.includes('helper.cjs'))).toBe(true);
		await connection.close();
		expect(left()).toEqual([]);
		await expect.poll(ours).toEqual([]);
	});

	it.each([
		['was refused', {password: 'wrong'}, /the password of op was refused\. It was tried once\./],
		['nobody gave', {}, /no password given/],
	])('leaves nothing behind where the password %s', async (_title, answers, message) => {
		const set = await scene({transport: 'system', ...answers});
		const server = await set.server({keys: [], password: 'right'});
		await set.write('known_hosts', knownLine(server));
		expect((await failure(set.connect({name: 'h1', port: server.port}))).message).toMatch(message);
		await expect.poll(ours).toEqual([]);
		expect(left()).toEqual([]);
		// Not even an empty one in its place.
		expect(server.tries.filter(one => !one.startsWith('publickey'))).toEqual('password' in answers ? ['password:wrong'] : []);
	});

	it('is strict whatever ssh_config says, and does nothing else that it says', async () => {
		const set = await scene({transport: 'system'});
		const server = await set.server();
		const mark = join(set.directory, 'mark');
		const taken = createServer();
		await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void taken.close());
		const {port} = taken.address() as AddressInfo;
		await set.config(
			{},
			`StrictHostKeyChecking no\nVerifyHostKeyDNS yes\nNoHostAuthenticationForLocalhost yes\nUpdateHostKeys yes\nBatchMode yes
PermitLocalCommand yes\nLocalCommand touch ${mark}\nRemoteCommand touch ${mark}\nRequestTTY force\nForwardAgent yes\nForwardX11 yes
LocalForward ${port} 127.0.0.1:1\nExitOnForwardFailure yes\nControlMaster auto\nControlPath ${set.directory}/c\nControlPersist 60\nLogLevel QUIET`,
		);
		const error = await failure(set.connect({name: 'h1', port: server.port}));
		expect(error).toBeInstanceOf(UnknownHostKeyError);
		expect(server.requests()).toBe(0);
		await set.write('known_hosts', knownLine(server));
		const {connection} = await set.connect({name: 'h1', port: server.port});
		expect((await connection.exec(sh`echo in`)).stdout).toBe('in\n');
		expect(existsSync(mark)).toBe(false);
		expect(existsSync(join(set.directory, 'c'))).toBe(false);
		expect(readFileSync(set.knownHosts, 'utf8')).toBe(knownLine(server));
	});

	it('ends with us, even if we are killed', async () => {
		const set = await scene({transport: 'system'});
		const pids = join(set.directory, 'pid');
		const bin = join(set.directory, 'bin');
		mkdirSync(bin);
		writeFileSync(join(bin, 'ssh'), `#!/bin/sh\necho $$ >${pids}\nexec sleep 60\n`, {mode: 0o755});
		const {watched} = await import('../../../source/ssh/system/master.ts');
		const program = `require('child_process').spawn('/bin/sh', ['-c', ${JSON.stringify(watched)}, 'x'], {stdio: ['pipe', 'ignore', 'ignore'], detached: true}); setInterval(() => {}, 1000)`;
		const parent = spawn(process.execPath, ['-e', program], {
			env: {...process.env, PATH: `${bin}:${process.env.PATH}`},
			stdio: 'ignore',
		});
		await expect.poll(() => existsSync(pids) && read(pids) !== '', {timeout: 5000}).toBe(true);
		const pid = Number(read(pids));
		expect(read(`/proc/${pid}/cmdline`)).toContain('sleep');
		parent.kill('SIGKILL');
		await expect.poll(() => existsSync(`/proc/${pid}`), {timeout: 5000}).toBe(false);
	});

	it('holds back a port that says more than is read, and gives all of it', async () => {
		const set = await scene({transport: 'system'});
		const server = await set.server();
		await set.write('known_hosts', knownLine(server));
		const size = 40_000_000;
		let written = 0;
		const flood = createServer(socket => {
			socket.on('error', () => {});
			const piece = Buffer.alloc(100_000, 'x');
			const more = () => {
				while (written < size) {
					written += piece.length;
					if (!socket.write(piece)) return socket.once('drain', more);
				}
				socket.end();
			};
			more();
		});
		await new Promise<void>(resolve => flood.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void flood.close());
		const {connection} = await set.connect({name: 'h1', port: server.port});
		const {channel} = await connection.dial('127.0.0.1', (flood.address() as AddressInfo).port);
		await new Promise(resolve => setTimeout(resolve, 500));
		expect(written).toBeLessThan(size / 2);
		let got = 0;
		for await (const piece of channel) got += piece.length;
		expect(got).toBe(size);
	});
});
