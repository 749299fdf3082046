import type {ConnectorPlugin} from '../../../../cluster/cluster.ts';
import {InputError} from '../../../../core/errors.ts';
import type {Distribution} from '../../../distribution.ts';
import {readZip} from './zip.ts';

export type Plugin = {
	/** The folder of its jars, where a driver belongs too: Connect loads each plug-in apart from the others. */
	readonly jars: string;
	/** For a zip: what goes to the host, path below `folder` → content. */
	readonly upload?: {readonly folder: string; readonly version: string; readonly files: ReadonlyMap<string, Uint8Array>};
};

const word = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

function fromZip(path: string, pluginsDir: string): Plugin {
	const refuse = (why: string) =>
		new InputError(`connect.plugin.zip: ${path} ${why}`, {
			hint: 'Take the zip that Confluent Hub offers as the download of the connector.',
		});
	const entries = readZip(path, 'connect.plugin.zip', name => /^[^/]+\/(manifest\.json|lib\/[^/]+\.jar)$/.test(name));
	const manifestName = [...entries.keys()].find(name => name.endsWith('/manifest.json'));
	if (manifestName === undefined) throw refuse('has no manifest.json in it');
	const top = manifestName.slice(0, -'manifest.json'.length);
	let manifest: {name?: unknown; version?: unknown; owner?: {username?: unknown}};
	try {
		manifest = JSON.parse(new TextDecoder().decode(entries.get(manifestName)));
	} catch {
		throw refuse('has a manifest.json that is no JSON');
	}
	const {name, version} = manifest;
	const owner = manifest.owner?.username;
	if (typeof name !== 'string' || typeof version !== 'string' || typeof owner !== 'string') {
		throw refuse('has a manifest.json without name, version and owner.username');
	}
	if (!word.test(name) || !word.test(owner)) throw refuse('has a manifest.json with a name that is no file name');
	const files = new Map(
		[...entries].flatMap(([key, content]) => (key.startsWith(top) ? [[key.slice(top.length), content] as const] : [])),
	);
	if (files.size < 2) throw refuse('has no jars in its lib folder');
	const folder = `${pluginsDir}/${owner}-${name}`;
	return {jars: `${folder}/lib`, upload: {folder, version, files}};
}

/** Where the connector's jars are or will be; a zip is read and looked at. @throws InputError */
export function readPlugin(plugin: ConnectorPlugin, {pluginsDir, hubDir}: Distribution): Plugin {
	if ('zip' in plugin) return fromZip(plugin.zip, pluginsDir);
	if ('hub' in plugin) return {jars: `${hubDir}/${plugin.hub.replace(/:.*/, '').replace('/', '-')}/lib`};
	return {jars: `${pluginsDir}/${plugin.package.replace(/^confluent-/, '')}`};
}
