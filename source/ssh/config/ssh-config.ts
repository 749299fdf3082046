import {execFile} from 'node:child_process';
import {userInfo} from 'node:os';
import {ConnectError} from '../../core/errors.ts';
import {expandPath, expandTokens} from './expand.ts';
import {type Lookup, type RawConfig, readWithoutSsh} from './ssh-config-file.ts';

/** What ssh_config says of one host, with ssh's own defaults where it says nothing. */
export type HostConfig = {
	readonly hostName: string;
	readonly port: number;
	readonly user: string;
	/** Those that ssh_config names, or ssh's default names; not all of them exist. */
	readonly identityFiles: readonly string[];
	readonly identitiesOnly: boolean;
	/** A socket's path; undefined: no agent. */
	readonly agent: string | undefined;
	/** `[user@]host[:port]`, outermost hop first. */
	readonly proxyJump: readonly string[];
	readonly userKnownHosts: readonly string[];
	readonly globalKnownHosts: readonly string[];
	readonly hostKeyAlias: string | undefined;
	readonly hashKnownHosts: boolean;
};

/**
 * Asks ssh itself where there is one: it knows Match, Include and tokens. Else the config files are read here, less
 * exactly.
 * @throws ConnectError where ssh refuses the name or the configuration, or it says what is not supported here.
 */
export async function hostConfig(lookup: Lookup): Promise<HostConfig> {
	const raw = (await askSsh(lookup)) ?? (await readWithoutSsh(lookup));
	const proxyCommand = raw.get('proxycommand');
	if (proxyCommand !== undefined && proxyCommand !== 'none') {
		throw new ConnectError(`${lookup.alias}: ssh_config wants a ProxyCommand to reach it, which is not supported.`, {
			hint: 'Use ProxyJump in ssh_config, or run kafka-setup where the host is reached directly.',
		});
	}
	const user = lookup.user ?? raw.get('user') ?? userInfo().username;
	const port = lookup.port ?? Number(raw.get('port') ?? 22);
	const hostName = raw.get('hostname') ?? lookup.alias;
	const tokens = {d: userInfo().homedir, h: hostName, n: lookup.alias, p: String(port), r: user, u: userInfo().username};
	const jump = raw.get('proxyjump');
	return {
		hostName,
		port,
		user,
		identityFiles: raw
			.all('identityfile')
			.filter(file => file !== 'none')
			.map(file => expandPath(expandTokens(file, tokens))),
		identitiesOnly: raw.get('identitiesonly') === 'yes',
		agent: agentSocket(raw.get('identityagent'), tokens),
		proxyJump: jump === undefined || jump === 'none' ? [] : jump.split(',').map(hop => hop.trim()),
		userKnownHosts: paths(raw.get('userknownhostsfile')),
		globalKnownHosts: paths(raw.get('globalknownhostsfile')),
		hostKeyAlias: raw.get('hostkeyalias'),
		hashKnownHosts: raw.get('hashknownhosts') === 'yes',
	};
}

/** Undefined where there is no ssh. */
function askSsh({alias, user, port, configFile}: Lookup): Promise<RawConfig | undefined> {
	const args = ['-G', ...option('-F', configFile), ...option('-l', user), ...option('-p', port?.toString()), '--', alias];
	return new Promise((resolve, reject) => {
		const child = execFile('ssh', args, {timeout: 10_000}, (error, stdout, stderr) => {
			if (error === null) return resolve(parseOutput(stdout));
			if (error.code === 'ENOENT') return resolve(undefined);
			const said = stderr.split('\n').filter(line => line !== '' && !line.startsWith('Pseudo-terminal'));
			reject(
				new ConnectError(`${alias}: ssh can’t tell how to reach it: ${said.join('; ') || error.message}`, {
					hint: `See what “ssh -G ${alias}” says, and fix ${configFile ?? '~/.ssh/config'} or the host’s address in the cluster file.`,
				}),
			);
		});
		child.stdin?.end();
	});
}

function option(flag: string, value: string | undefined): string[] {
	return value === undefined ? [] : [flag, value];
}

function parseOutput(text: string): RawConfig {
	const values = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		const space = line.indexOf(' ');
		if (space < 0) continue;
		const key = line.slice(0, space).toLowerCase();
		values.set(key, [...(values.get(key) ?? []), line.slice(space + 1)]);
	}
	return {get: key => values.get(key)?.[0], all: key => values.get(key) ?? []};
}

function paths(value: string | undefined): string[] {
	return (value ?? '')
		.split(' ')
		.filter(path => path !== '' && path !== 'none')
		.map(expandPath);
}

function agentSocket(value: string | undefined, tokens: Readonly<Record<string, string>>): string | undefined {
	if (value === 'none') return undefined;
	if (value === undefined || value === 'SSH_AUTH_SOCK') return process.env.SSH_AUTH_SOCK;
	if (value.startsWith('$')) return process.env[value.replace(/^\$\{?|\}$/g, '')];
	return expandPath(expandTokens(value, tokens));
}
