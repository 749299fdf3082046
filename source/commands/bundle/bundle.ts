import {resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {InputError} from '../../core/errors.ts';
import {askSecret} from '../../local/ask-secret.ts';
import {readClusterFile} from '../../local/cluster-file.ts';
import {confirm} from '../../local/confirm.ts';
import {replaceFile} from '../../local/replace-file.ts';
import {createSecretResolver} from '../../local/secrets.ts';
import {type TarFile, tarOf} from '../../local/tar.ts';
import {sshSettings} from '../../run/log-in.ts';
import {print, say} from '../../run/terminal/say.ts';
import {hasTerminal} from '../../run/terminal/surface.ts';
import {connector} from '../../ssh/connect.ts';
import {configFolder} from '../../state/store/folder.ts';
import {openRuns} from '../../state/store/runs.ts';
import {runOf} from '../resume/unfinished-run.ts';
import {hostFiles, localFiles, notReached} from './collect.ts';

export type BundleOptions = {readonly acceptNewHostKeys: boolean; readonly yes: boolean; readonly version: string};

const size = (bytes: number) => (bytes < 10_240 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`);

async function ofHosts(file: string, acceptNewHostKeys: boolean): Promise<readonly TarFile[]> {
	const cluster = await readClusterFile(file);
	const settings = sshSettings(cluster, acceptNewHostKeys, createSecretResolver(askSecret));
	const {logins, failures} = await connector(settings).all(cluster.hosts);
	try {
		const files = await Promise.all(logins.map(login => hostFiles(cluster, login)));
		return [...files.flat(), ...notReached(failures)];
	} finally {
		await Promise.all(logins.map(({connection}) => connection.close()));
	}
}

/**
 * One archive of what shows why the last run of a cluster failed, for others to look at: without secrets, in the current folder,
 * for this user alone. Its contents are listed before it is written, and nothing is sent.
 * @throws InputError
 */
export async function bundle(which: string | undefined, {acceptNewHostKeys, yes, version}: BundleOptions): Promise<void> {
	if (!yes && !hasTerminal(process)) {
		throw new InputError('no terminal available for the prompt', {hint: 'To write it without being asked: --yes'});
	}
	const folder = configFolder();
	const {cluster, file} = runOf(openRuns(folder, say).list(), which);
	const files = [...(await localFiles(folder, file, version)), ...(await ofHosts(file, acceptNewHostKeys))];
	const now = new Date();
	const name = `kafka-setup-${cluster}-${now.toISOString().slice(0, 19).replaceAll(':', '-')}`;
	print('Passwords and tokens are hidden; names, addresses and what the services logged are not:');
	for (const one of files) print(`  ${one.name}  ${size(one.content.length)}`);
	if (!yes && !(await confirm(`Write ${files.length} files to ${name}.tar.gz?`))) return;
	const archive = gzipSync(
		tarOf(
			files.map(one => ({...one, name: `${name}/${one.name}`})),
			now,
		),
	);
	const path = resolve(`${name}.tar.gz`);
	await replaceFile(path, archive, 0o600);
	print(`Written: ${path} (${size(archive.length)}). Nothing was sent.`);
}
