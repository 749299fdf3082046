import {describe, expect, it} from 'vitest';
import {rawCommand} from '../../source/core/command.ts';
import {ConnectError} from '../../source/core/errors.ts';
import {SudoError} from '../../source/ssh/errors.ts';
import {failure, knownLine, scene} from '../helpers/ssh-scene.ts';
import type {ServerOptions} from '../helpers/ssh-server.ts';

async function host(options: Partial<ServerOptions>, sudoPassword?: string) {
	const set = await scene(sudoPassword === undefined ? {} : {sudoPassword});
	const server = await set.server(options);
	await set.write('known_hosts', knownLine(server));
	return {...set, server, connect: () => set.connect({name: 'h1', port: server.port})};
}

describe('becoming root', () => {
	it('takes no sudo where the login is root already', async () => {
		const {connect, server, asked} = await host({root: 'is root'}, 'pw');
		const {connection} = await connect();
		expect((await connection.exec(rawCommand('echo yes'))).stdout).toBe('yes\n');
		expect(await server.sudoLog()).toEqual([]);
		expect(asked).toEqual([]);
	});

	it('never asks for, nor sends, a password where sudo wants none', async () => {
		const {connect, server, asked} = await host({root: 'nopasswd'}, 'pw');
		const {connection} = await connect();
		expect((await connection.exec(rawCommand('cat'), {input: Buffer.from('only this')})).stdout).toBe('only this');
		expect(await server.sudoLog()).toEqual(['-n']);
		expect(asked).toEqual([]);
	});

	it('gives sudo its password once, and nothing of it to the commands', async () => {
		const {connect, server, asked} = await host({root: {sudoPassword: 'p w$"1'}}, 'p w$"1');
		const {connection} = await connect();
		expect((await connection.exec(rawCommand('cat'))).stdout).toBe('');
		expect(await server.sudoLog()).toEqual(['-n', '-S p w$"1']);
		expect(asked).toEqual(['sudo password h1']);
	});

	it('works through start-up noise', async () => {
		const {connect} = await host({root: {sudoPassword: 'right'}, noise: 'Welcome! Password: '}, 'right');
		expect((await (await connect()).connection.exec(rawCommand('echo yes'))).stdout).toBe('yes\n');
	});
});

describe('a refusal', () => {
	it('of the password comes after exactly one attempt', async () => {
		const {connect, server} = await host({root: {sudoPassword: 'right'}}, 'wrong');
		const error = await failure(connect());
		expect(error).toBeInstanceOf(SudoError);
		expect(error.message).toBe('h1: sudo refused the password of op. It was tried once.');
		expect(error.hint).toContain('sudoPassword');
		await server.idle();
		expect(await server.sudoLog()).toEqual(['-n', '-S wrong']);
	});

	it('of the password by one host keeps it from the others', async () => {
		const set = await scene({sudoPassword: 'wrong'});
		const servers = await Promise.all([1, 2, 3].map(() => set.server({root: {sudoPassword: 'right'}})));
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		const {logins, failures} = await set.connectAll(servers.map(({port}, index) => ({name: `h${index}`, port})));
		expect(logins).toEqual([]);
		expect(failures.map(({error}) => error.message).sort()).toEqual([
			expect.stringMatching(/^h0: /),
			expect.stringMatching(/^h1: /),
			expect.stringMatching(/^h2: /),
		]);
		expect(failures.filter(({error}) => error.message.includes('was not tried'))).toHaveLength(2);
		await Promise.all(servers.map(server => server.idle()));
		const logs = await Promise.all(servers.map(server => server.sudoLog()));
		expect(logs.flat().filter(line => line.startsWith('-S'))).toEqual(['-S wrong']);
	});

	it('for want of a password does not even begin an attempt', async () => {
		const {connect, server} = await host({root: {sudoPassword: 'right'}});
		const error = await failure(connect());
		expect(error).toBeInstanceOf(SudoError);
		expect(error.message).toBe('h1: sudo asks op for a password, and none was given.');
		await server.idle();
		expect(await server.sudoLog()).toEqual(['-n']);
	});

	it('of the user is told in sudo’s words', async () => {
		const {connect} = await host({root: 'not allowed'}, 'right');
		const error = await failure(connect());
		expect(error).toBeInstanceOf(SudoError);
		expect(error.message).toBe('h1: op may not become root with sudo. It said: op is not in the sudoers file.');
		expect(error.hint).toContain('/etc/sudoers.d');
	});

	it.each([
		['requiretty', 'sudo: sorry, you must have a tty to run sudo', 'sudo wants a terminal (requiretty).', '!requiretty'],
		[
			'an expired password',
			'sudo: Account or password is expired, reset your password and try again',
			'the password of op has expired.',
			'ssh op@',
		],
		[
			'a locked account',
			'sudo: account validation failure, is your account locked?',
			'the account of op is locked.',
			'passwd -u op',
		],
		['a rule that is missing', 'Sorry, user op may not run sudo on h1.', 'op may not become root with sudo.', '/etc/sudoers.d'],
		['sudo-rs', 'sudo: I am sorry op. I am afraid I can\u2019t do that', 'op may not become root with sudo.', '/etc/sudoers.d'],
	])('names %s, and asks for no password', async (_title, sudoSays, message, hint) => {
		for (const password of [undefined, 'right']) {
			const {connect, server, asked} = await host({root: {sudoSays}}, password);
			const error = await failure(connect());
			expect(error.message).toBe(`h1: ${message} It said: ${sudoSays}`);
			expect(error.hint).toContain(hint);
			expect(await server.sudoLog()).toEqual(['-n']);
			expect(asked).toEqual([]);
		}
	});

	it('does not take what start-up files print for sudo’s', async () => {
		const {connect} = await host(
			{root: {sudoPassword: 'right'}, noise: 'Access is not allowed. Account locked out users: none'},
			'right',
		);
		await connect();
	});

	it('names an account that runs no commands, in its own words, without control characters', async () => {
		const {connect} = await host({says: {text: 'This account is currently not available.\u001b[31m\n', code: 1}});
		const error = await failure(connect());
		expect(error).toBeInstanceOf(ConnectError);
		expect(error.message).toBe('h1: op’s account runs no command. It said: This account is currently not available.');
	});

	it('names a host where sudo is missing', async () => {
		const {connect} = await host({root: 'no sudo'}, 'right');
		const error = await failure(connect());
		expect(error).toBeInstanceOf(SudoError);
		expect(error.message).toBe('h1: op is not root, and there is no sudo.');
	});
});
