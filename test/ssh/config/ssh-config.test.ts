import {homedir, userInfo} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
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
		expect(await hostConfig({...lookup, alias: 'web', configFile})).toEqual({
			hostName: 'web.example',
			port: 2022,
			user: 'www',
			identityFiles: [join(homedir(), 'web_www@web.example:2022'), '/keys/second'],
			identitiesOnly: true,
			agent: undefined,
			proxyJump: ['a@hop:2200', 'last'],
			userKnownHosts: ['/k/one', '/k/two'],
			globalKnownHosts: ['/k/global'],
			hostKeyAlias: 'the-web',
			hashKnownHosts: true,
		});
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
			proxyJump: [],
			identitiesOnly: false,
		});
		expect(config.identityFiles).toContain(join(homedir(), '.ssh/id_ed25519'));
		expect(config.userKnownHosts[0]).toBe(join(homedir(), '.ssh/known_hosts'));
		expect(config.hostKeyAlias).toBeUndefined();
	});

	it('knows ProxyJump none', async () => {
		const configFile = await (await scene()).write('c', 'Host a\nProxyJump none\nHost *\nProxyJump b\n');
		expect((await hostConfig({...lookup, alias: 'a', configFile})).proxyJump).toEqual([]);
	});

	it('that is not there is an error', async () => {
		expect(await failure(hostConfig({...lookup, alias: 'a', configFile: '/nonexistent/config'}))).toBeInstanceOf(ConnectError);
	});
});

it('a name that looks like an option is not one', async () => {
	const error = await failure(hostConfig({...lookup, alias: '-oProxyCommand=touch /tmp/x', configFile: undefined}));
	expect(error).toBeInstanceOf(ConnectError);
});
