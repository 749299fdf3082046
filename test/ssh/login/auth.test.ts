import {describe, expect, it} from 'vitest';
import {rawCommand} from '../../../source/core/command.ts';
import {Secret} from '../../../source/core/secret.ts';
import {LoginError} from '../../../source/ssh/errors.ts';
import {startAgent} from '../../helpers/ssh-agent.ts';
import {failure, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {type KeyPair, newKey, publicWords, type ServerOptions} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

const otherKey = newKey();
const lockedKey = newKey('ed25519', 'open sesame');
const rsaKey = newKey('rsa');

/** How the server notes a key. */
const keyTry = (key: KeyPair) => `publickey:${publicWords(key).slice(-12)}`;

type Answers = Parameters<typeof scene>[0];

async function host(options: Partial<ServerOptions>, answers?: Answers, forAll?: string) {
	const set = await scene(answers);
	const server = await set.server(options);
	await set.write('known_hosts', knownLine(server));
	await set.config({}, forAll);
	const target = {name: 'h1', port: server.port};
	return {...set, server, target, connect: (changes = {}) => set.connect(target, changes)};
}

describe('keys', () => {
	it('are tried before anything else, without a question', async () => {
		const {connect, server, asked} = await host({password: 'pw'}, {password: 'pw'});
		await connect();
		expect(server.tries).toEqual([keyTry(userKey)]);
		expect(asked).toEqual([]);
	});

	it('of the cluster file come before those of ssh_config, missing ones are passed over', async () => {
		const {connect, write, server, directory} = await host({keys: [otherKey]}, {}, `IdentityFile /nonexistent/key`);
		await write('other', otherKey.private);
		await connect({identityFile: `${directory}/other`});
		expect(server.tries).toEqual([keyTry(otherKey)]);
	});

	it('that are encrypted ask for their passphrase only when the host would take them, and once for all hosts', async () => {
		const set = await scene({passphrase: 'open sesame'});
		const servers = await Promise.all([
			set.server({keys: [lockedKey]}),
			set.server({keys: [lockedKey]}),
			set.server({keys: [userKey]}),
		]);
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		await set.write('locked', lockedKey.private);
		const identityFile = `${set.directory}/locked`;
		const {failures} = await set.connectAll(
			servers.map(({port}, index) => ({name: `h${index}`, port})),
			{identityFile},
		);
		expect(failures).toEqual([]);
		expect(set.asked).toEqual(['passphrase locked']);
		expect(servers[2]!.tries).toEqual([keyTry(lockedKey), keyTry(userKey)]);
	});

	it('with a wrong or no passphrase are named in the error', async () => {
		const {connect, write, directory, asked} = await host({keys: [lockedKey]}, {passphrase: 'wrong'});
		await write('locked', lockedKey.private);
		const identityFile = `${directory}/locked`;
		expect((await failure(connect({identityFile}))).message).toContain(`${identityFile}: its passphrase is wrong`);
		const error = await failure(connect({identityFile, passphrase: async () => undefined}));
		expect(error).toBeInstanceOf(LoginError);
		expect(error.message).toContain(`${identityFile}: it is encrypted, and no passphrase was given`);
		expect(asked).toEqual(['passphrase locked']);
	});

	it('of RSA sign with SHA-2', async () => {
		const {connect, write, directory} = await host({keys: [rsaKey]});
		await write('rsa', rsaKey.private);
		expect((await (await connect({identityFile: `${directory}/rsa`})).connection.exec(rawCommand('echo in'))).stdout).toBe(
			'in\n',
		);
	});

	it('that a cluster file names must exist', async () => {
		const {connect, server} = await host({});
		const error = await failure(connect({identityFile: '/nonexistent/key'}));
		expect(error.message).toBe('The key /nonexistent/key does not exist.');
		expect(server.connections()).toBe(0);
	});

	it('that are hardware keys or certificates are named as such', async () => {
		const {connect, write, directory} = await host({keys: [otherKey]});
		await write('sk', 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t x');
		const error = await failure(connect({identityFile: `${directory}/sk`}));
		expect(error.message).toContain('a key of type sk-ssh-ed25519@openssh.com needs OpenSSH’s own ssh');
		expect(error.hint).toContain('Hardware keys');
	});
});

describe('the agent', () => {
	it('gives the keys that ssh_config names first, its others last, five tries in all', async () => {
		const others = Array.from({length: 6}, () => newKey());
		const socket = await startAgent([...others, otherKey]);
		const {connect, write, server, directory} = await host({keys: [newKey()], password: 'pw', maxTries: 20}, {});
		await write(
			'config',
			`Host *\nHostName 127.0.0.1\nUser op\nUserKnownHostsFile ${directory}/known_hosts\nIdentityAgent ${socket}\nIdentityFile ${directory}/id\nIdentityFile ${directory}/other.pub\n`,
		);
		await write('other.pub', otherKey.public);
		await failure(connect());
		expect(server.tries).toEqual([otherKey, userKey, ...others.slice(0, 3)].map(keyTry));
	});

	it('signs', async () => {
		const socket = await startAgent([otherKey, rsaKey]);
		for (const key of [otherKey, rsaKey]) {
			const {connect, write, server, directory} = await host({keys: [key]});
			await write(
				'config',
				`Host *\nHostName 127.0.0.1\nUser op\nUserKnownHostsFile ${directory}/known_hosts\nIdentityAgent ${socket}\nIdentityFile none\n`,
			);
			expect((await (await connect()).connection.exec(rawCommand('echo in'))).stdout).toBe('in\n');
			expect(server.tries.at(-1)).toBe(keyTry(key));
		}
	});

	it('keeps its other keys to itself with IdentitiesOnly', async () => {
		const socket = await startAgent([otherKey]);
		const {connect, write, server, directory} = await host({keys: [otherKey]});
		await write(
			'config',
			`Host *\nHostName 127.0.0.1\nUser op\nUserKnownHostsFile ${directory}/known_hosts\nIdentityAgent ${socket}\nIdentityFile ${directory}/id\nIdentitiesOnly yes\n`,
		);
		expect(await failure(connect())).toBeInstanceOf(LoginError);
		expect(server.tries).toEqual([keyTry(userKey)]);
	});

	it('that does not answer is named, and the rest goes on', async () => {
		const {connect, write, directory} = await host({keys: [otherKey]});
		await write(
			'config',
			`Host *\nHostName 127.0.0.1\nUser op\nUserKnownHostsFile ${directory}/known_hosts\nIdentityAgent /nonexistent/agent\nIdentityFile ${directory}/id\n`,
		);
		expect((await failure(connect())).message).toContain('the ssh agent does not answer');
	});
});

describe.each(transports)('by %s, a password', transport => {
	const noKey = 'IdentityFile none';

	it('is asked for only once the host wants one', async () => {
		const {connect, server, asked} = await host({keys: [otherKey], password: 'pw'}, {transport, password: 'pw'}, noKey);
		await connect();
		expect(server.tries).toEqual([keyTry(userKey), 'password:pw']);
		expect(asked).toEqual(['password h1']);
	});

	it('that is wrong is tried once, by one way', async () => {
		const {connect, server} = await host(
			{keys: [otherKey], password: 'right', keyboard: {question: 'Password: ', answer: 'right'}},
			{transport, password: 'wrong'},
		);
		const error = await failure(connect());
		expect(error).toBeInstanceOf(LoginError);
		expect(error.message).toBe('h1: the password of op was refused. It was tried once.');
		expect(error.hint).toContain('may lock the account');
		expect(server.tries).toEqual([keyTry(userKey), 'password:wrong']);
	});

	it('follows the key where the host wants both', async () => {
		const {connect, server} = await host({password: 'pw', both: true}, {transport, password: 'pw'});
		await connect();
		expect(server.tries).toEqual([keyTry(userKey), 'password:pw']);
	});

	it('answers a hidden question where that is the only way', async () => {
		const {connect, server} = await host(
			{keys: [otherKey], keyboard: {question: 'Password: ', answer: 'pw'}},
			{transport, password: 'pw'},
		);
		await connect();
		expect(server.tries).toEqual([keyTry(userKey), 'keyboard:pw']);
	});

	it.each([
		['a question whose answer shows', {question: 'Your name: ', answer: 'x', echo: true}, [], '“Your name:”'],
		['a second question', {question: 'Password: ', answer: 'pw', second: 'Code: '}, ['keyboard:pw'], '“Code:”'],
		['a hidden question for something else', {question: 'Verification code: ', answer: 'x'}, [], '“Verification code:”'],
		['one for a password that is used once', {question: 'One-time password (OATH) for op: ', answer: 'x'}, [], '“One-time'],
		['one for a passcode', {question: 'Enter PASSCODE: ', answer: 'x'}, [], '“Enter PASSCODE:”'],
		[
			'a question to the terminal',
			{question: 'Password: ', answer: 'pw', second: '\x1b]0;owned\x07Co\x1b]52;c;cm0gLXJmIH4K\x07\u202ede:\n ok'},
			['keyboard:pw'],
			'“Code:  ok”, which can’t be answered from here.',
		],
	])('does not answer %s', async (_title, keyboard, tries, asks) => {
		const {connect, server} = await host({keys: [otherKey], keyboard}, {transport, password: 'pw'});
		const error = await failure(connect());
		expect(error).toBeInstanceOf(LoginError);
		expect(error.message).toContain(`asks op for ${asks}`);
		expect(server.tries.slice(1)).toEqual(tries);
		expect(error.hint).toContain('--reporter plain');
	});

	it('that one host refuses is not tried on the others', async () => {
		const set = await scene({transport, password: 'wrong'});
		const servers = await Promise.all([1, 2, 3, 4].map(() => set.server({keys: [otherKey], password: 'right'})));
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		const {failures} = await set.connectAll(servers.map(({port}, index) => ({name: `h${index}`, port})));
		expect(failures).toHaveLength(4);
		expect(servers.flatMap(({tries}) => tries.filter(one => one.startsWith('password')))).toEqual(['password:wrong']);
		expect(failures.filter(({error}) => /was not tried, because h\d refused it/.test(error.message))).toHaveLength(3);
	});

	it('that is right lets all hosts in, one attempt each', async () => {
		const set = await scene({transport, password: 'right'});
		const servers = await Promise.all([1, 2, 3, 4].map(() => set.server({keys: [otherKey], password: 'right'})));
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		const {logins, failures} = await set.connectAll(servers.map(({port}, index) => ({name: `h${index}`, port})));
		expect(failures).toEqual([]);
		expect(logins.map(({host: {name}}) => name)).toEqual(['h0', 'h1', 'h2', 'h3']);
		expect(servers.map(({tries}) => tries.filter(one => one.startsWith('password')).length)).toEqual([1, 1, 1, 1]);
	});

	it('that nobody gives ends in an error that names what was tried', async () => {
		const {connect, directory} = await host({keys: [otherKey], password: 'pw'}, {transport});
		const error = await failure(connect());
		expect(error.message).toBe(`h1: did not let op in: tried ${directory}/id, no password given. It takes publickey, password.`);
		expect(error.hint).toContain('identityFile');
	});

	it.runIf(transport === 'builtin')('may take the operator as long as it takes', async () => {
		const {connect} = await host({keys: [otherKey], password: 'pw'}, {transport});
		let answer = (_: string) => {};
		const typed = new Promise<string>(resolve => {
			answer = resolve;
		});
		const login = connect({
			connectTimeoutMs: 200,
			password: async () => {
				setTimeout(() => answer('pw'), 400);
				return new Secret(await typed);
			},
		});
		expect((await login).user).toBe('op');
	});
});
