import {createHash} from 'node:crypto';
import {homedir, hostname, userInfo} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {ConnectError} from '../../../source/core/errors.ts';
import {hostConfig} from '../../../source/ssh/config/ssh-config.ts';
import {failure, scene} from '../../helpers/ssh-scene.ts';

const text = `Host web
	HostName %h.example
	IdentityFile ~/web_%r@%h:%p
	IdentityFile /keys/second
	HostKeyAlias the-web
	ProxyJump a@hop:2200,last
Host web w*
	User www
	Port 2022
	UserKnownHostsFile /k/one /k/two
Host *
	User nobody
	IdentitiesOnly yes
	IdentityAgent none
	HashKnownHosts yes
	GlobalKnownHostsFile /k/global
`;

const lookup = {user: undefined, port: undefined};

/** The same file must mean the same, whether ssh reads it or we do. */
describe.each([
	['with ssh', (path: string) => path],
	['without ssh', () => '/nonexistent'],
])('%s, ssh_config', (_title, change) => {
	let path: string | undefined;
	beforeEach(() => {
		path = process.env.PATH;
		process.env.PATH = change(path ?? '');
	});
	afterEach(() => {
		process.env.PATH = path;
	});

	it('says how to reach a host', async () => {
		const configFile = await (await scene()).write('c', text);
		const {hostKeyAlgorithms, needs: _, ...config} = await hostConfig({...lookup, alias: 'web', configFile});
		expect(hostKeyAlgorithms?.inThisOrder).not.toBe(true);
		expect(config).toEqual({
			lookup: {...lookup, alias: 'web', configFile},
			hostName: 'web.example',
			port: 2022,
			user: 'www',
			identityFiles: [join(homedir(), 'web_www@web.example:2022'), '/keys/second'],
			identitiesOnly: true,
			agent: undefined,
			jumps: [
				{alias: 'hop', user: 'a', port: 2200, configFile},
				{alias: 'last', user: undefined, port: undefined, configFile},
			],
			proxyCommand: undefined,
			ordersLogins: false,
			userKnownHosts: ['/k/one', '/k/two'],
			globalKnownHosts: ['/k/global'],
			hostKeyAlias: 'the-web',
			hashKnownHosts: true,
			revokedHostKeys: [],
			requiredRsaBits: 1024,
			checkHostIp: false,
			notFollowed: {always: [], connecting: []},
			offers: {publickey: true, password: true, 'keyboard-interactive': true},
		});
	});

	it('expands the tokens that OpenSSH does in the names of keys', async () => {
		const names = ['%%', '%d', '%h', '%i', '%k', '%l', '%L', '%n', '%p', '%r', '%u', '%j', '%C'];
		const lines = names.map(name => `\tIdentityFile /k/${name}`).join('\n');
		const configFile = await (await scene()).write(
			'c',
			`Host a\n\tHostName a.x\n\tUser op\n\tPort 2200\n${lines}\n\tProxyJump me@b:22,c\n`,
		);
		const {uid, username, homedir: home} = userInfo();
		const [host, short] = [hostname(), hostname().split('.')[0]];
		const of = async (alias: string) => (await hostConfig({...lookup, alias, configFile})).identityFiles;
		expect(await of('a')).toEqual(
			['%', home, 'a.x', uid, 'a', host, short, 'a', 2200, 'op', username, 'c', '%C'].map(value => `/k/${value}`),
		);
		const more = await (await scene()).write(
			'c',
			'HostKeyAlias the-a\nIdentityFile /k/%k-%j-%n\nIdentityFile /k/%C\nUser op\nIdentityAgent /run/%i-%k/%L\n',
		);
		expect(await hostConfig({...lookup, alias: 'a', configFile: more})).toMatchObject({
			// As ssh -G has it in a ControlPath.
			identityFiles: ['/k/the-a--a', `/k/${createHash('sha1').update(`${host}a22op`).digest('hex')}`],
			agent: `/run/${uid}-the-a/${short}`,
		});
	});

	it('has the agent at a path with variables, or in one', async () => {
		const set = await scene();
		process.env.KAFKA_SETUP_TEST = '/run/x';
		onTestFinished(() => {
			delete process.env.KAFKA_SETUP_TEST;
		});
		const of = async (agent: string) => {
			const configFile = await set.write('c', `IdentityAgent ${agent}\n`);
			return (await hostConfig({...lookup, alias: 'a', configFile})).agent;
		};
		expect(await of('$' + '{KAFKA_SETUP_TEST}/agent')).toBe('/run/x/agent');
		expect(await of('$' + '{KAFKA_SETUP_TEST}')).toBe('/run/x');
		expect(await of('$KAFKA_SETUP_TEST')).toBe('/run/x');
		expect(await of('none')).toBeUndefined();
	});

	it('may keep a way to log in from being offered', async () => {
		const configFile = await (await scene()).write(
			'c',
			'Host a\n\tPubkeyAuthentication no\nHost b\n\tPasswordAuthentication no\nHost c\n\tKbdInteractiveAuthentication no\nHost d\n\tChallengeResponseAuthentication no\n',
		);
		const off = async (alias: string) => {
			const {offers} = await hostConfig({...lookup, alias, configFile});
			return Object.entries(offers).flatMap(([way, offered]) => (offered ? [] : [way]));
		};
		expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(off))).toEqual([
			['publickey'],
			['password'],
			['keyboard-interactive'],
			['keyboard-interactive'],
			[],
		]);
	});

	it('is beaten by what the cluster file says', async () => {
		const configFile = await (await scene()).write('c', text);
		const config = await hostConfig({alias: 'web', user: 'me', port: 22, configFile});
		expect(config).toMatchObject({user: 'me', port: 22, hostName: 'web.example'});
		expect(config.identityFiles[0]).toBe(join(homedir(), 'web_me@web.example:22'));
	});

	it('leaves ssh’s own defaults where it says nothing', async () => {
		const configFile = await (await scene()).write('c', '');
		const config = await hostConfig({...lookup, alias: 'h.example', configFile});
		expect(config).toMatchObject({
			hostName: 'h.example',
			port: 22,
			user: userInfo().username,
			jumps: [],
			identitiesOnly: false,
		});
		expect(config.identityFiles).toContain(join(homedir(), '.ssh/id_ed25519'));
		expect(config.userKnownHosts[0]).toBe(join(homedir(), '.ssh/known_hosts'));
		expect(config.hostKeyAlias).toBeUndefined();
	});

	it('knows ProxyJump none', async () => {
		const configFile = await (await scene()).write('c', 'Host a\nProxyJump none\nHost *\nProxyJump b\n');
		expect((await hostConfig({...lookup, alias: 'a', configFile})).jumps).toEqual([]);
	});

	it('has files with blanks in their names, a list of algorithms, and revoked keys', async () => {
		const set = await scene();
		const mine = await set.write('my hosts', '');
		const configFile = await set.write(
			'c',
			`UserKnownHostsFile "${mine}" /k/two\nRevokedHostKeys "${mine}"\nHostKeyAlgorithms rsa-sha2-512,ssh-ed25519\nRequiredRSASize 3072\nCheckHostIP yes\n`,
		);
		expect(await hostConfig({...lookup, alias: 'a', configFile})).toMatchObject({
			userKnownHosts: [mine, '/k/two'],
			revokedHostKeys: [mine],
			hostKeyAlgorithms: {names: ['rsa-sha2-512', 'ssh-ed25519'], inThisOrder: true},
			requiredRsaBits: 3072,
			checkHostIp: true,
		});
	});

	it('that only adds an algorithm leaves the order to the keys that are known', async () => {
		const configFile = await (await scene()).write('c', 'HostKeyAlgorithms +ssh-rsa\n');
		expect((await hostConfig({...lookup, alias: 'a', configFile})).hostKeyAlgorithms?.inThisOrder).not.toBe(true);
	});

	it('may write ProxyJump with tokens, or as a ProxyCommand with ssh -W', async () => {
		const configFile = await (await scene()).write(
			'c',
			`Host a
HostName a.example
Port 2200
User op
ProxyJump %r@jump-%h:2200
Host b
ProxyCommand ssh -q -W %h:%p -l me -p 2022 jump
Host c
ProxyCommand exec /usr/bin/ssh -F /etc/other me@jump:22 -W [%h]:%p`,
		);
		const jumps = async (alias: string) => (await hostConfig({...lookup, alias, configFile})).jumps;
		expect(await jumps('a')).toEqual([{alias: 'jump-a.example', user: 'op', port: 2200, configFile}]);
		expect(await jumps('b')).toEqual([{alias: 'jump', user: 'me', port: 2022, configFile: undefined}]);
		expect(await jumps('c')).toEqual([{alias: 'jump', user: 'me', port: 22, configFile: '/etc/other'}]);
	});

	it.each([
		'nc %h %p',
		'ssh -W %h:%p -o StrictHostKeyChecking=no jump',
		'ssh -W %h:22 jump',
		'ssh -W %h:%p jump; rm x',
		'ssh -W %h:%p $(jump)',
		'ssh -W %h:%p one two',
		'ssh jump nc %h %p',
		'sshpass -e ssh -W %h:%p jump',
	])('that wants “%s” is for OpenSSH’s own ssh alone', async command => {
		const configFile = await (await scene()).write('c', `ProxyCommand ${command}\n`);
		const config = await hostConfig({...lookup, alias: 'a', configFile});
		expect(config).toMatchObject({jumps: [], proxyCommand: command});
	});

	it('counts for less than the jump hosts of the cluster file', async () => {
		const configFile = await (await scene()).write('c', 'Host a\n\tProxyCommand nc %h %p\nHost b\n\tProxyJump other\n');
		for (const alias of ['a', 'b']) {
			const config = await hostConfig({...lookup, alias, configFile, jump: 'ops@bastion:2222,%r@last'});
			expect(config).toMatchObject({
				proxyCommand: undefined,
				jumps: [{alias: 'bastion', user: 'ops', port: 2222}, {alias: 'last'}],
			});
		}
	});

	it('with a KnownHostsCommand is refused', async () => {
		const configFile = await (await scene()).write('c', 'KnownHostsCommand /bin/keys %H\n');
		const error = await failure(hostConfig({...lookup, alias: 'a', configFile}));
		expect(error).toBeInstanceOf(ConnectError);
		expect(error.message).toContain('KnownHostsCommand');
	});

	it('that is not there is an error', async () => {
		expect(await failure(hostConfig({...lookup, alias: 'a', configFile: '/nonexistent/config'}))).toBeInstanceOf(ConnectError);
	});
});

describe('without ssh, what only ssh understands', () => {
	it.each([
		'Include other',
		'Host a\nInclude other',
		'Match exec "true"\nPort 2',
		'CanonicalizeHostname yes',
		'UserKnownHostsFile /k/%k',
		"UserKnownHostsFile '/k/my hosts'",
		'GlobalKnownHostsFile /k/%h',
		'UserKnownHostsFile $' + '{HOME}/k',
		'HostKeyAlias %h',
		'RevokedHostKeys /k/%h',
		'HostKeyAlgorithms -ssh-rsa',
		'HostKeyAlgorithms ^ssh-rsa',
	])('is refused, not passed over: %s', async line => {
		const path = process.env.PATH;
		onTestFinished(() => {
			process.env.PATH = path;
		});
		process.env.PATH = '/nonexistent';
		const configFile = await (await scene()).write('c', `${line}\n`);
		const error = await failure(hostConfig({...lookup, alias: 'a', configFile}));
		expect(error).toBeInstanceOf(ConnectError);
		expect(error.message).toContain('there is no ssh on this machine');
		expect(error.message).toContain(configFile);
	});
});

it('a name that looks like an option is not one', async () => {
	const error = await failure(hostConfig({...lookup, alias: '-oProxyCommand=touch /tmp/x', configFile: undefined}));
	expect(error).toBeInstanceOf(ConnectError);
});
