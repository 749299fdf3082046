import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import SSHConfig from 'ssh-config';
import {ConnectError} from '../../core/errors.ts';
import {expandHome, expandTokens} from './expand.ts';
import type {HostKeyAlgorithms} from './host-key-algorithms.ts';
import type {Lookup, RawConfig} from './raw-config.ts';

const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

/** What only ssh can make sense of: it reads other files, runs commands, or asks the name server. */
const forSshOnly = ['include', 'match', 'canonicalizehostname'];
/** Where a token that was passed over would leave a host key unchecked. */
const withoutTokens = ['userknownhostsfile', 'globalknownhostsfile', 'hostkeyalias', 'revokedhostkeys'];

/**
 * ssh_config read by ourselves, for a machine without ssh: the operator's file, then the system's, the first value
 * wins.
 * @throws ConnectError for what only ssh itself understands: passed over, it could be what makes a host safe
 */
export async function readWithoutSsh({alias, configFile}: Lookup): Promise<RawConfig> {
	const home = join(homedir(), '.ssh');
	const files = configFile === undefined ? [join(home, 'config'), '/etc/ssh/ssh_config'] : [configFile];
	const values = new Map<string, string[]>();
	for (const file of files) {
		const needsSsh = (what: string) =>
			new ConnectError(`${alias}: there is no ssh on this machine, and ${file} has ${what}, which only ssh understands.`, {
				hint: 'Install OpenSSH’s client, or name a plain file (ssh.configFile in the cluster file).',
			});
		const config = SSHConfig.parse(await text(file, configFile !== undefined));
		const unclear = directives(config).find(({param}) => forSshOnly.includes(param.toLowerCase()));
		if (unclear !== undefined) throw needsSsh(unclear.param);
		for (const [key, found] of valuesOf(config, alias)) {
			if (key === 'identityfile') values.set(key, [...(values.get(key) ?? []), ...found]);
			else if (!values.has(key)) {
				values.set(key, found);
				const given = found.join(' ');
				if (withoutTokens.includes(key) && /[%'"$]/.test(given)) throw needsSsh(`${key} ${given}`);
				if (key === 'hostkeyalgorithms' && /^[-^]/.test(given)) throw needsSsh(`${key} ${given}`);
			}
		}
	}
	const hostName = values.get('hostname')?.[0];
	if (hostName !== undefined) values.set('hostname', [expandTokens(hostName, {h: alias})]);
	const defaults: Readonly<Record<string, string[]>> = {
		identityfile: defaultKeys.map(name => join(home, name)),
		userknownhostsfile: [join(home, 'known_hosts'), join(home, 'known_hosts2')],
		globalknownhostsfile: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
	};
	const all = (key: string) => values.get(key) ?? defaults[key] ?? [];
	const get = (key: string) => (values.has(key) ? values.get(key)!.join(' ') : defaults[key]?.[0]);
	return {
		get,
		all,
		isSet: key => values.has(key),
		files: key =>
			all(key)
				.filter(file => file !== 'none')
				.map(key === 'revokedhostkeys' ? path => path : expandHome),
		algorithms: algorithms(get('hostkeyalgorithms')),
	};
}

/** `+NAME` adds to the standard ones, which are all that are supported. */
function algorithms(given: string | undefined): HostKeyAlgorithms | undefined {
	return given === undefined || given.startsWith('+') ? undefined : {names: given.split(','), inThisOrder: true};
}

async function text(file: string, mustExist: boolean): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (!mustExist && (error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw new ConnectError(`${file} can’t be read: ${(error as Error).message}`, {
			hint: 'Make it readable, or name another one (ssh.configFile in the cluster file).',
			cause: error,
		});
	}
}

function directives(config: SSHConfig): {param: string}[] {
	return config.flatMap(line => {
		if (!('param' in line)) return [];
		return [line, ...('config' in line ? directives(line.config) : [])];
	});
}

function valuesOf(config: SSHConfig, alias: string): [string, string[]][] {
	return Object.entries(config.compute(alias, {ignoreCase: true, matchExec: false})).map(([key, value]) => [
		key.toLowerCase(),
		Array.isArray(value) ? value : [value],
	]);
}
