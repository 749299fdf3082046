import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {Connector} from '../../../../cluster/cluster.ts';
import {editDistance} from '../../../../cluster/file/nearest.ts';
import {defaultConnectorClass} from '../../../../cluster/schema/schema-connect.ts';
import {InputError} from '../../../../core/errors.ts';
import type {Distribution} from '../../../distribution.ts';
import {readFolder} from './folder.ts';
import {readZip, unpackZip, ZipError} from './zip.ts';

export type Plugin = {
	/** The folder of its jars, where a driver belongs too: Connect loads each plug-in apart from the others. */
	readonly jars: string;
	/** For one of this machine: what goes to the host, path below `folder` → content. */
	readonly upload?: {
		readonly folder: string;
		readonly version: string;
		readonly files: ReadonlyMap<string, Uint8Array>;
		/** Of the zip; of a folder, that of the list which `sha256sum` prints for its files in order. */
		readonly sha256: string;
	};
};

const hex = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');
const sumsOf = (files: ReadonlyMap<string, Uint8Array>) =>
	[...files]
		.map(([name, content]) => `${hex(content)}  ${name}\n`)
		.sort()
		.join('');

type Refuse = (why: string, hint?: string, key?: string) => InputError;
type Files = ReadonlyMap<string, Uint8Array>;

const word = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** The files of a zip without the folder that they are all in. */
function filesOfZip(path: string, refuse: Refuse): Files {
	const entries = readZip(path, 'connect.plugin.zip', name => /^[^/]+\/(manifest\.json|lib\/[^/.][^/]*\.jar)$/.test(name));
	const manifest = [...entries.keys()].find(name => name.endsWith('/manifest.json'));
	if (manifest === undefined) throw refuse('has no manifest.json in it');
	const top = manifest.slice(0, -'manifest.json'.length);
	return new Map(
		[...entries].flatMap(([key, content]) => (key.startsWith(top) ? [[key.slice(top.length), content] as const] : [])),
	);
}

/** A class file that is a source connector by its name. Of a hostile name nothing is shown. */
const sourceConnector = /^(?:[A-Za-z_]\w{0,40}\/){1,8}[A-Za-z_]\w{0,60}SourceConnector\.class$/;

/** A plug-in without the connector: where it has others, the class is what is wrong. */
function withoutConnector(wanted: string, found: readonly string[], refuse: Refuse): InputError {
	const why = `has no jar with ${wanted} in it`;
	if (found.length === 0) {
		return refuse(why, 'Take the download of that connector, or name the class of this one: connect.connectorClass.');
	}
	const near = (name: string) => editDistance(wanted.slice(0, 200), name);
	const named = [...new Set(found)].sort((a, b) => near(a) - near(b)).slice(0, 3);
	const hint = named.includes(defaultConnectorClass)
		? `Leave connect.connectorClass out (wizard: empty): its default is ${named.length === 1 ? 'that' : 'one of them'}.`
		: `Take ${named.length === 1 ? 'that' : 'one of them'} as connect.connectorClass, or the plug-in of the right connector.`;
	return refuse(`${why}; it has ${named.join(', ')}`, hint, 'connect.connectorClass');
}

/** The jar that has the connector in it. Each jar is compared with its own checksums, for all go to the hosts. */
function jarOf(files: Files, connectorClass: string, refuse: Refuse): string {
	const jars = [...files.keys()].filter(name => name.startsWith('lib/'));
	if (jars.length === 0) throw refuse('has no jars in its lib folder');
	const odd = jars.find(name => /[\x00-\x1f\x7f\\]/.test(name));
	if (odd !== undefined) throw refuse(`has a jar with a name that is no file name: ${JSON.stringify(odd)}`);
	const wanted = `${connectorClass.replaceAll('.', '/')}.class`;
	const others: string[] = [];
	const [jar] = jars.filter(name => {
		try {
			const found = unpackZip(files.get(name)!, entry => entry === wanted || sourceConnector.test(entry));
			others.push(...found.keys());
			return found.has(wanted);
		} catch (error) {
			throw error instanceof ZipError ? refuse(`has ${name} in it, which ${error.message}`, error.hint) : error;
		}
	});
	if (jar !== undefined) return jar;
	const names = others.map(name => name.slice(0, -'.class'.length).replaceAll('/', '.'));
	throw withoutConnector(connectorClass, names, refuse);
}

/** What a plug-in is called, and its version: its manifest says it, and without one the name of its jar. */
function nameOf(files: Files, jar: string, refuse: Refuse): {readonly name: string; readonly version: string} {
	const content = files.get('manifest.json');
	if (content === undefined) {
		const [, name, version] = /^lib\/(.+?)(?:-(\d[^/]*))?\.jar$/.exec(jar)!;
		if (!word.test(name!)) throw refuse(`has no manifest.json, and its jar a name that is none for a folder: ${jar}`);
		// A folder of that name alone may be a package's.
		return {name: `uploaded-${name}`, version: version ?? 'without a version'};
	}
	let manifest: {name?: unknown; version?: unknown; owner?: {username?: unknown}};
	try {
		manifest = JSON.parse(new TextDecoder().decode(content));
	} catch {
		throw refuse('has a manifest.json that is no JSON');
	}
	const {name, version} = manifest;
	const owner = manifest.owner?.username;
	if (typeof name !== 'string' || typeof version !== 'string' || typeof owner !== 'string') {
		throw refuse('has a manifest.json without name, version and owner.username');
	}
	if (!word.test(name) || !word.test(owner)) throw refuse('has a manifest.json with a name that is no file name');
	return {name: `${owner}-${name}`, version};
}

/** Where the connector's jars are or will be; a zip or a folder of this machine is read and looked at. @throws InputError */
export function readPlugin({plugin, connectorClass}: Connector, {pluginsDir, hubDir}: Distribution): Plugin {
	if ('hub' in plugin) return {jars: `${hubDir}/${plugin.hub.replace(/:.*/, '').replace('/', '-')}/lib`};
	if ('package' in plugin) return {jars: `${pluginsDir}/${plugin.package.replace(/^confluent-/, '')}`};
	const [[key, path] = []] = Object.entries(plugin);
	const refuse: Refuse = (
		why,
		hint = `Take the zip that Confluent Hub offers as the download of the connector${'zip' in plugin ? '' : ', unpacked'}.`,
		at = `connect.plugin.${key}`,
	) => new InputError(`${at}: ${path} ${why}`, {hint});
	const files = 'zip' in plugin ? filesOfZip(plugin.zip, refuse) : readFolder(plugin.folder, 'connect.plugin.folder');
	const {name, version} = nameOf(files, jarOf(files, connectorClass, refuse), refuse);
	const folder = `${pluginsDir}/${name}`;
	const sha256 = 'zip' in plugin ? hex(readFileSync(plugin.zip)) : hex(sumsOf(files));
	return {jars: `${folder}/lib`, upload: {folder, version, files, sha256}};
}
