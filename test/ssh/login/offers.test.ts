import {describe, expect, it} from 'vitest';
import {LoginError} from '../../../source/ssh/errors.ts';
import {startAgent} from '../../helpers/ssh-agent.ts';
import {failure, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {type KeyPair, newKey, publicWords, type ServerOptions} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

const otherKey = newKey();
const agentKey = newKey();

/** How the server notes a key. */
const keyTry = (key: KeyPair) => `publickey:${publicWords(key).slice(-12)}`;

async function host(forAll: string, options: Partial<ServerOptions>, answers?: Parameters<typeof scene>[0]) {
	const set = await scene(answers);
	const server = await set.server(options);
	await set.write('known_hosts', knownLine(server));
	await set.config({}, forAll);
	return {...set, server, connect: (changes = {}) => set.connect({name: 'h1', port: server.port}, changes)};
}

describe.each(transports)('what ssh_config says not to offer, by %s', transport => {
	it('is not: keys, those of an agent included', async () => {
		const set = await host('PubkeyAuthentication no', {password: 'pw'}, {password: 'pw', transport});
		await set.connect();
		expect(set.server.tries).toEqual(['password:pw']);
		const socket = await startAgent([userKey]);
		await set.config({}, `PubkeyAuthentication no\nIdentityAgent ${socket}`);
		await set.connect();
		expect(set.server.tries).toEqual(['password:pw', 'password:pw']);
	});

	it('is not: a password, which is not asked for either', async () => {
		const set = await host('PasswordAuthentication no', {keys: [], password: 'pw'}, {password: 'pw', transport});
		expect(await failure(set.connect())).toBeInstanceOf(LoginError);
		expect(set.server.tries).toEqual([keyTry(userKey)]);
		expect(set.asked).toEqual([]);
	});

	it('is all the same where the cluster file names it: its key, and no other', async () => {
		const socket = await startAgent([agentKey]);
		const set = await host(`PubkeyAuthentication no\nIdentityAgent ${socket}`, {}, {transport});
		await set.write('id', otherKey.private);
		const identityFile = await set.write('named', userKey.private);
		await set.connect({identityFile});
		expect(set.server.tries).toEqual([keyTry(userKey)]);
		await set.write('named', newKey().private);
		await failure(set.connect({identityFile}));
		expect(set.server.tries).not.toContain(keyTry(agentKey));
	});

	it.each(['PasswordAuthentication no', 'KbdInteractiveAuthentication no\nPasswordAuthentication no'])(
		'is all the same where the cluster file names it: its password, with %j',
		async line => {
			const set = await host(line, {keys: [], password: 'pw'}, {password: 'pw', transport});
			await set.connect({named: ['password']});
			expect(set.server.tries).toEqual([keyTry(userKey), 'password:pw']);
			expect(await failure(set.connect({named: ['jumpPassword']}))).toBeInstanceOf(LoginError);
		},
	);
});

describe('that a way was not offered is said', () => {
	it.each([
		['PubkeyAuthentication no', 'PubkeyAuthentication no in ssh_config: no key was offered', {}],
		['PasswordAuthentication no', 'PasswordAuthentication no in ssh_config: no password was offered', {password: 'pw'}],
	])('%s', async (line, said, answers) => {
		const {connect} = await host(line, {keys: [], password: 'pw'}, answers);
		expect((await failure(connect())).message).toContain(said);
	});

	it('but not where the host does not take it', async () => {
		const {connect} = await host('KbdInteractiveAuthentication no', {keys: [], password: 'pw'}, {password: 'wrong'});
		expect((await failure(connect())).message).not.toContain('KbdInteractive');
	});
});

it('a key whose path holds what could not be expanded is named', async () => {
	const {connect} = await host('IdentityFile /k/%X_key\nIdentityFile /k/$' + '{KAFKA_SETUP_NONE}/id\nIdentityFile /k/none', {
		keys: [],
	});
	const {message} = await failure(connect());
	expect(message).toContain('/k/%X_key: there is no such file, and “%X” in it was not expanded');
	expect(message).toContain(
		'/k/$' + '{KAFKA_SETUP_NONE}/id: there is no such file, and “$' + '{KAFKA_SETUP_NONE}” in it was not expanded',
	);
	expect(message).not.toContain('/k/none');
});
