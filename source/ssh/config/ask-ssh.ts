import {execFile} from 'node:child_process';
import {ConnectError} from '../../core/errors.ts';
import {expandHome} from './expand.ts';
import {filesIn} from './file-list.ts';
import {algorithmsOf} from './host-key-algorithms.ts';
import type {Lookup, RawConfig} from './raw-config.ts';

/** What ssh prints where ssh_config says nothing; asked once. */
let standard: Promise<string | undefined> | undefined;

/**
 * What ssh itself makes of ssh_config: it knows Match, Include and tokens. Undefined where there is no ssh.
 * @throws ConnectError where ssh refuses the name or the configuration
 */
export async function askSsh(lookup: Lookup): Promise<RawConfig | undefined> {
	const {alias, user, port, configFile} = lookup;
	const args = [...option('-F', configFile), ...option('-l', user), ...option('-p', port?.toString())];
	const printed = await print(lookup, args);
	if (printed === undefined) return undefined;
	const values = parse(printed);
	standard ??= print(lookup, ['-F', 'none']);
	const standardText = await standard;
	const standardValues = parse(standardText ?? '');
	const get = (key: string) => values.get(key)?.[0];
	return {
		get,
		all: key => values.get(key) ?? [],
		isSet: key => standardText !== undefined && values.get(key)?.join('\n') !== standardValues.get(key)?.join('\n'),
		files(key) {
			const line = get(key);
			// RevokedHostKeys is taken as it stands, the others with their ~ (its ssh.c); an older ssh prints tokens as they are.
			const files = line === undefined ? [] : filesIn(line, key === 'revokedhostkeys' ? path => path : expandHome);
			if (files !== undefined && !files.some(file => /%[A-Za-z]/.test(file))) return files;
			throw new ConnectError(
				`${alias}: the files of ${key} in ssh_config have blanks or tokens in their names, or no whole path: ${line}`,
				{
					hint: 'ssh prints them without quotes, so it is not certain which are meant. Write whole paths without blanks and tokens.',
				},
			);
		},
		algorithms: algorithmsOf(get('hostkeyalgorithms'), standardValues.get('hostkeyalgorithms')?.[0]),
	};
}

function print({alias, configFile}: Lookup, args: readonly string[]): Promise<string | undefined> {
	return new Promise((resolve, reject) => {
		const child = execFile('ssh', ['-G', ...args, '--', alias], {timeout: 10_000}, (error, stdout, stderr) => {
			if (error === null) return resolve(stdout);
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

function parse(text: string): ReadonlyMap<string, readonly string[]> {
	const values = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		const space = line.indexOf(' ');
		if (space < 0) continue;
		const key = line.slice(0, space).toLowerCase();
		values.set(key, [...(values.get(key) ?? []), line.slice(space + 1)]);
	}
	return values;
}
