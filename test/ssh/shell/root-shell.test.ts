import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import type {OutputStream} from '../../../source/core/connection.ts';
import {LinkLostError} from '../../../source/core/errors.ts';
import {Secret} from '../../../source/core/secret.ts';
import type {Transport} from '../../../source/core/transports.ts';
import {connector, type Login} from '../../../source/ssh/connect.ts';
import {failure, hostKey, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {type Server, startServer} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

/** One login serves all that leaves it whole. */
async function login(transport: Transport, noise?: string) {
	const set = await scene({transport});
	const server = await set.server(noise === undefined ? {} : {noise});
	await set.write('known_hosts', knownLine(server));
	const {connection} = await set.connect({name: 'h1', port: server.port});
	return {connection, server, directory: set.directory};
}

describe.each(transports)('by %s, a command', transport => {
	it('gives its exit code and both its outputs', async () => {
		const {connection} = await login(transport);
		expect(await connection.exec(rawCommand('echo out; echo err >&2; exit 3'))).toEqual({
			code: 3,
			stdout: 'out\n',
			stderr: 'err\n',
		});
	});

	it('may print nothing, or no newline at the end', async () => {
		const {connection} = await login(transport);
		expect(await connection.exec(rawCommand('true'))).toEqual({code: 0, stdout: '', stderr: ''});
		expect(await connection.exec(rawCommand('printf abc; printf def >&2'))).toEqual({code: 0, stdout: 'abc', stderr: 'def'});
	});

	it('that a signal ends has code 128 + n', async () => {
		const {connection} = await login(transport);
		expect((await connection.exec(rawCommand('sh -c "kill -TERM \\$\\$"'))).code).toBe(143);
		expect((await connection.exec(rawCommand('kill -KILL $BASHPID'))).code).toBe(137);
	});

	it('is quoted whole: quotes, newlines, backslashes, here-documents', async () => {
		const {connection} = await login(transport);
		const command = `printf '%s|' 'it'"'"'s' "a\\\\b" $'\\t'\ncat <<'END'\nline '1'\n$HOME !\nEND`;
		expect((await connection.exec(rawCommand(command))).stdout).toBe("it's|a\\b|\t|line '1'\n$HOME !\n");
	});

	it('with a syntax error fails by itself', async () => {
		const {connection} = await login(transport);
		const result = await connection.exec(rawCommand('if then )'));
		expect(result.code).not.toBe(0);
		expect(result.stderr).toContain('syntax error');
		expect((await connection.exec(rawCommand('echo fine'))).stdout).toBe('fine\n');
	});

	it('leaves nothing behind for the next: directory, variables, options, umask', async () => {
		const {connection} = await login(transport);
		await connection.exec(rawCommand('cd /tmp; x=1; set -eu; umask 077; exec 1>&2'));
		expect((await connection.exec(rawCommand('echo "$PWD ${x-unset} $(umask) $-"'))).stdout).toMatch(
			/^(\/root|\/) unset 0022 [^eu]*\n$/,
		);
	});

	it('runs in a plain environment', async () => {
		const {connection} = await login(transport);
		expect((await connection.exec(rawCommand('echo "$LC_ALL $HOME"; command -v ip || echo $PATH'))).stdout).toMatch(
			/^C \/root\n.*sbin/,
		);
	});

	it('reads end of file when it has no input', async () => {
		const {connection} = await login(transport);
		expect((await connection.exec(rawCommand('cat; echo done'))).stdout).toBe('done\n');
	});

	it('that holds a NUL byte is refused before it is sent', async () => {
		const {connection} = await login(transport);
		expect(await failure(connection.exec(rawCommand('echo a\0b')))).toBeInstanceOf(TypeError);
		expect((await connection.exec(rawCommand('echo c'))).stdout).toBe('c\n');
	});
});

describe.each(transports)('by %s, commands sent together', transport => {
	it('are answered each by its own result, in order', async () => {
		const {connection} = await login(transport);
		const results = await Promise.all(
			Array.from({length: 60}, (_, index) => connection.exec(rawCommand(`printf ${index}; printf e${index} >&2; exit ${index}`))),
		);
		expect(results).toEqual(Array.from({length: 60}, (_, index) => ({code: index, stdout: `${index}`, stderr: `e${index}`})));
	});

	it('keep their inputs apart', async () => {
		const {connection} = await login(transport);
		const results = await Promise.all([
			connection.exec(rawCommand('cat'), {input: Buffer.from('one\n')}),
			connection.exec(rawCommand('echo two')),
			connection.exec(rawCommand('head -c 2'), {input: Buffer.from('three\nfour\n')}),
			connection.exec(rawCommand('cat'), {input: new Secret('secret\n')}),
		]);
		expect(results.map(({stdout}) => stdout)).toEqual(['one\n', 'two\n', 'th', 'secret\n']);
	});
});

describe.each(transports)('by %s, input', transport => {
	it('arrives byte by byte as it was, whatever it holds', async () => {
		const {connection} = await login(transport);
		const input = Buffer.from(Array.from({length: 70_000}, (_, index) => (index * 7) % 256));
		const result = await connection.exec(rawCommand('od -An -v -tx1 | tr -d " \\n"'), {input});
		expect(result.stdout).toBe(input.toString('hex'));
	});

	it('that is left unread is not taken for commands, and the code is the command’s own', async () => {
		const {connection} = await login(transport);
		const input = Buffer.from('touch /nonexistent/x; exit 9\n'.repeat(30_000));
		expect(await connection.exec(rawCommand('exit 7'), {input})).toEqual({code: 7, stdout: '', stderr: ''});
		expect(await connection.exec(rawCommand('read -r line; exec 0<&-; exit 8'), {input})).toEqual({
			code: 8,
			stdout: '',
			stderr: '',
		});
		expect((await connection.exec(rawCommand('echo next'))).stdout).toBe('next\n');
	});

	it('tells how much of it was sent', async () => {
		const {connection} = await login(transport);
		const sent: number[] = [];
		const input = Buffer.alloc(1_000_000);
		await connection.exec(rawCommand('cat >/dev/null'), {input, onSent: bytes => sent.push(bytes)});
		expect(sent.at(-1)).toBe(input.length);
		expect(sent.length).toBeGreaterThan(3);
		expect(sent).toEqual([...sent].sort((a, b) => a - b));
	});

	it('that is cut by a lost link never looks whole to the command', async () => {
		const {connection, server, directory} = await login(transport);
		const [started, marker] = [join(directory, 'started'), join(directory, 'whole')];
		const input = Buffer.alloc(50_000_000);
		const result = failure(
			connection.exec(rawCommand(`head -c 1000 >/dev/null; touch ${started}; cat >/dev/null; touch ${marker}`), {
				input,
				onSent: bytes => {
					if (bytes > 10_000_000) server.cut();
				},
			}),
		);
		expect(await result).toBeInstanceOf(LinkLostError);
		await server.idle();
		expect(await readFile(started, 'utf8')).toBe('');
		await expect(readFile(marker)).rejects.toThrow('ENOENT');
	});
});

describe.each(transports)('by %s, output', transport => {
	it('of 10 MB is kept at both ends', async () => {
		const {connection} = await login(transport);
		const {stdout} = await connection.exec(rawCommand('echo first; head -c 10000000 /dev/zero | tr "\\0" x; echo last'));
		expect(stdout.length).toBeLessThan(1_050_000);
		expect(stdout).toMatch(/^first\nx+\n\[\d+ bytes left out\]\nx+last\n$/);
	});

	it('is told as it comes, whole characters only, without our marks', async () => {
		const {connection} = await login(transport);
		const told: [OutputStream, string][] = [];
		const result = await connection.exec(
			rawCommand("printf 'a\\342'; sleep 0.05; printf '\\202\\254b'; printf k; printf s >&2"),
			{
				onOutput: (stream, text) => told.push([stream, text]),
			},
		);
		expect(result.stdout).toBe('a€bk');
		const text = (of: OutputStream) => told.flatMap(([stream, part]) => (stream === of ? [part] : []));
		expect(text('stdout').join('')).toBe('a€bk');
		expect(text('stdout').length).toBeGreaterThan(1);
		expect(text('stderr').join('')).toBe('s');
	});

	it('that looks like our marks is output', async () => {
		const {connection} = await login(transport);
		const text = `ks${'0'.repeat(32)}:1:0/ks${'f'.repeat(32)}:2:0/ks`;
		expect((await connection.exec(rawCommand(`printf ${text}`))).stdout).toBe(text);
	});

	it('of a child left in the background does not hold the command', async () => {
		const {connection} = await login(transport);
		const result = await connection.exec(rawCommand('(sleep 0.3; echo late) & echo now'));
		expect(result.stdout).toBe('now\n');
		expect((await connection.exec(rawCommand('sleep 0.6; echo next'))).stdout).toContain('next\n');
	});

	it('of start-up files is ignored', async () => {
		const {connection} = await login(transport, 'welcome, ks and :0:0/');
		expect(await connection.exec(rawCommand('echo clean'))).toEqual({code: 0, stdout: 'clean\n', stderr: ''});
	});
});

describe.each(transports)('by %s, a link that dies', transport => {
	it('rejects the running and the waiting commands, and those that come later', async () => {
		const {connection, server} = await login(transport);
		let running = () => {};
		const started = new Promise<void>(resolve => {
			running = resolve;
		});
		const results = [
			connection.exec(rawCommand('echo up; sleep 60'), {onOutput: () => running()}).catch((error: unknown) => error),
			connection.exec(rawCommand('echo waiting')).catch((error: unknown) => error),
		];
		await started;
		server.cut();
		const [first, second] = (await Promise.all(results)) as Error[];
		expect(first).toBeInstanceOf(LinkLostError);
		expect(first!.message).toMatch(/^h1: .*“echo up; sleep 60”.*not known/);
		expect(second).toBeInstanceOf(LinkLostError);
		const later = await failure(connection.exec(rawCommand('echo later')));
		expect(later).toBeInstanceOf(LinkLostError);
		expect(later.message).toContain('it did not run');
	});

	it('rejects when only the shell is killed', async () => {
		const {connection} = await login(transport);
		expect((await failure(connection.exec(rawCommand('kill -KILL $$')))).message).toContain('root shell ended');
	});

	it('closes without an error', async () => {
		const {connection, server} = await login(transport);
		server.cut();
		await connection.close();
		await connection.close();
	});
});

describe.each(transports)('by %s, closing', transport => {
	let server: Server;
	let opened: Login;
	beforeAll(async () => {
		server = await startServer({hostKeys: [hostKey], keys: [userKey]});
	});
	afterAll(() => server.close());

	it('ends what runs with an error and the link', async () => {
		const set = await scene({transport});
		await set.write('known_hosts', knownLine(server));
		opened = await connector(set.settings).one({name: 'h1', port: server.port});
		const running = failure(opened.connection.exec(rawCommand('sleep 60')));
		await opened.connection.close();
		expect((await running).message).toContain('closed');
	});
});
