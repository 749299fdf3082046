import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import SSHConfig from 'ssh-config';
import {ConnectError} from '../../core/errors.ts';
import {expandTokens} from './expand.ts';

export type Lookup = {
	/** What the operator would give to ssh. */
	readonly alias: string;
	readonly user: string | undefined;
	readonly port: number | undefined;
	readonly configFile: string | undefined;
};

/** Keys as `ssh -G` prints them, in lower case, with all values. */
export type RawConfig = {get(key: string): string | undefined; all(key: string): readonly string[]};

const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ed25519'];

/**
 * ssh_config read by ourselves, for a machine without ssh: the operator's file, then the system's, the first value
 * wins. Include is left out, and so is Match exec: running commands that a file names is ssh's own affair.
 */
export async function readWithoutSsh({alias, configFile}: Lookup): Promise<RawConfig> {
	const home = join(homedir(), '.ssh');
	const files = configFile === undefined ? [join(home, 'config'), '/etc/ssh/ssh_config'] : [configFile];
	const values = new Map<string, string[]>();
	for (const file of files) {
		for (const [key, found] of valuesOf(await text(file, configFile !== undefined), alias)) {
			if (key === 'identityfile') values.set(key, [...(values.get(key) ?? []), ...found]);
			else if (!values.has(key)) values.set(key, found);
		}
	}
	const hostName = values.get('hostname')?.[0];
	if (hostName !== undefined) values.set('hostname', [expandTokens(hostName, {h: alias})]);
	const defaults: Readonly<Record<string, string[]>> = {
		identityfile: defaultKeys.map(name => join(home, name)),
		userknownhostsfile: [`${join(home, 'known_hosts')} ${join(home, 'known_hosts2')}`],
		globalknownhostsfile: ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2'],
	};
	const all = (key: string) => values.get(key) ?? defaults[key] ?? [];
	return {all, get: key => all(key)[0]};
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

function valuesOf(config: string, alias: string): [string, string[]][] {
	const parsed = SSHConfig.parse(config).compute(alias, {ignoreCase: true, matchExec: false});
	return Object.entries(parsed).map(([key, value]) => {
		const list = Array.isArray(value) ? value : [value];
		const name = key.toLowerCase();
		return [name, name === 'identityfile' ? list : [list.join(' ')]];
	});
}
