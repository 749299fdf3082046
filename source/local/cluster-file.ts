import {open} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {type Archive, isUrl, sha512In} from '../cluster/archive.ts';
import type {Cluster, ConnectorPlugin, SecretRef} from '../cluster/cluster.ts';
import {parseCluster} from '../cluster/file/parse.ts';
import {parseSecretRef} from '../cluster/secret-refs.ts';
import {mapSecrets} from '../cluster/secrets.ts';
import {InputError} from '../core/errors.ts';

/** No cluster file comes near it: something else was named by mistake. */
const longest = 1024 * 1024;

const reasons: Readonly<Record<string, readonly [message: string, hint: string]>> = {
	ENOENT: ['does not exist', 'name the cluster file, or "-" to read it from standard input'],
	EISDIR: ['is a directory', 'name the file in it, such as kafka-setup.yaml'],
	EACCES: ['cannot be read: permission denied', 'change its mode, or run as its owner'],
	ENOTDIR: ['cannot be read: a part of its path is not a directory', 'check the path'],
};

function unreadable(path: string, error: unknown): InputError {
	const {code = '', message} = error as NodeJS.ErrnoException;
	const [what, hint] = reasons[code] ?? [`could not be read: ${message}`, 'check the path'];
	return new InputError(`${path} ${what}`, {hint, cause: error});
}

async function collect(stream: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > longest)
			throw new InputError(`${name} is larger than 1 MiB`, {hint: 'a cluster file is a page of YAML: is it the right one?'});
	}
	return Buffer.concat(chunks);
}

async function readBytes(path: string): Promise<Uint8Array> {
	try {
		const file = await open(path);
		try {
			return await collect(file.createReadStream({autoClose: false}), path);
		} finally {
			await file.close();
		}
	} catch (error) {
		throw error instanceof InputError ? error : unreadable(path, error);
	}
}

function decode(bytes: Uint8Array, name: string): string {
	const hint = 'save it as UTF-8';
	const [first, second] = bytes;
	if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
		throw new InputError(`${name} is UTF-16, not UTF-8`, {hint});
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch (error) {
		throw new InputError(`${name} is not UTF-8 text`, {hint, cause: error});
	}
}

/** A path of this machine made absolute: `~` is the home directory, and the rest counts from the folder. */
export function absolutePath(path: string, folder: string = process.cwd()): string {
	if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
	return resolve(folder, path);
}

function resolveRef(ref: SecretRef, folder: string): SecretRef {
	const source = parseSecretRef(ref);
	if ('problem' in source || source.kind !== 'file') return ref;
	return `file:${absolutePath(source.path, folder)}${source.key === undefined ? '' : `#${source.key}`}`;
}

export function resolvePlugin(plugin: ConnectorPlugin, folder?: string): ConnectorPlugin {
	if ('zip' in plugin) return {zip: absolutePath(plugin.zip, folder)};
	return 'folder' in plugin ? {folder: absolutePath(plugin.folder, folder)} : plugin;
}

/** An archive with its paths of this machine absolute. */
export function resolveArchive<A extends Archive>(given: A, folder: string): A {
	const {archive, sha512} = given;
	return {
		...given,
		archive: isUrl(archive) ? archive : absolutePath(archive, folder),
		sha512: sha512 === undefined || sha512In(sha512) !== undefined ? sha512 : absolutePath(sha512, folder),
	};
}

/** The cluster with every path of this machine absolute: relative ones count from `folder`. */
export function resolvePaths(cluster: Cluster, folder: string): Cluster {
	const path = (value: string | undefined) => (value === undefined ? undefined : absolutePath(value, folder));
	const {ssh, platform, connect} = cluster;
	const {key, url} = platform.packages;
	const resolved: Cluster = {
		...cluster,
		ssh: {
			...ssh,
			configFile: path(ssh.configFile),
			knownHostsFile: path(ssh.knownHostsFile),
			identityFile: path(ssh.identityFile),
		},
		platform: {
			...platform,
			source: platform.source && resolveArchive(platform.source, folder),
			java: platform.java && resolveArchive(platform.java, folder),
			packages: {url, key: /^[0-9A-F]{40}$/.test(key) ? key : absolutePath(key, folder)},
		},
		connect: {
			...connect,
			driver: path(connect.driver),
			plugin: resolvePlugin(connect.plugin, folder),
		},
	};
	return mapSecrets(resolved, ({ref}) => resolveRef(ref, folder));
}

/**
 * Reads a cluster file; `-` is standard input, whose paths count from the working directory.
 * @throws InputError when it can't be read, ClusterFileError with everything that is wrong with it.
 */
export async function readClusterFile(path: string, input: AsyncIterable<Uint8Array> = process.stdin): Promise<Cluster> {
	const name = path === '-' ? 'standard input' : path;
	const bytes = path === '-' ? await collect(input, name) : await readBytes(path);
	return resolvePaths(parseCluster(decode(bytes, name), name), path === '-' ? process.cwd() : dirname(resolve(path)));
}
