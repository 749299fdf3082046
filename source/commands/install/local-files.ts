import {readdir, readFile, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {type Archive, kafkaIn} from '../../cluster/archive.ts';
import type {Connector} from '../../cluster/cluster.ts';
import {eachRole} from '../../cluster/roles.ts';
import {newestVersion} from '../../cluster/versions.ts';
import {InputError} from '../../core/errors.ts';
import {distributions} from '../../kafka/distribution.ts';
import {readArchives} from '../../kafka/platform/archives.ts';
import type {ReadArchive} from '../../kafka/platform/read-archive.ts';
import {checkDriver} from '../../kafka/roles/connect/artifacts/driver.ts';
import {readPlugin} from '../../kafka/roles/connect/artifacts/plugin.ts';
import {absolutePath, resolveArchive, resolvePlugin} from '../../local/cluster-file.ts';
import {sha256} from '../../state/store/sha256.ts';
import type {ArchiveFacts, ConnectorFacts, DriverFacts} from '../../ui/wizard/wizard-functions.ts';

/** A text for the box of hosts, such as an inventory: no list of hosts is larger. */
const longestText = 4 * 1024 * 1024;

/** @throws InputError */
export async function readText(path: string): Promise<string> {
	const at = absolutePath(path);
	try {
		const file = await stat(at);
		if (!file.isFile()) throw new InputError(`${path} is no file`);
		if (file.size > longestText) throw new InputError(`${path} is larger than 4 MiB: that is no inventory`);
		return await readFile(at, 'utf8');
	} catch (error) {
		if (error instanceof InputError) throw error;
		const {code, message} = error as NodeJS.ErrnoException;
		throw new InputError(code === 'ENOENT' ? `${path} does not exist` : `${path} could not be read: ${message}`, {cause: error});
	}
}

/** @throws InputError if it is no JDBC driver for the Java that the hosts get. */
export async function readDriver(path: string): Promise<DriverFacts> {
	const at = absolutePath(path);
	const driver = checkDriver(at, {version: newestVersion});
	const content = await readFile(at);
	return {...driver, bytes: content.length, sha256: sha256(content)};
}

/** @throws InputError if it is no connector plug-in. */
export async function readConnector({plugin, connectorClass}: Connector): Promise<ConnectorFacts> {
	const {folder, version, files} = readPlugin({plugin: resolvePlugin(plugin), connectorClass}, distributions[0]).upload!;
	const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
	return {name: basename(folder), version, count: files.size, bytes};
}

/** Which roles it is for is answered later: the plan looks at what they need. */
const noRoles = eachRole(() => []);

const archiveOf = (archive: string, sha512: string): Archive =>
	resolveArchive({archive, sha512: sha512 === '' ? undefined : sha512}, process.cwd());

const factsOf = ({origin}: ReadArchive): ArchiveFacts => ('bytes' in origin ? {bytes: origin.bytes} : {});

/** @throws InputError if it is no archive of the Kafka that its name says, or has another sha512. */
export async function readKafka(archive: string, sha512: string): Promise<ArchiveFacts> {
	const source = {...archiveOf(archive, sha512), kafka: kafkaIn(archive)!};
	return factsOf((await readArchives({platform: {source}, roles: noRoles})).kafka!);
}

/** @throws InputError if it is no archive of Java, or has another sha512. */
export async function readJava(archive: string, sha512: string): Promise<ArchiveFacts> {
	const java = archiveOf(archive, sha512);
	return factsOf((await readArchives({platform: {java}, roles: noRoles})).java!);
}

/** Paths that begin with this one, as a shell's Tab gives them. */
export async function completePath(path: string): Promise<readonly string[]> {
	const whole = path === '~' ? '~/' : path;
	const [folder, begun] = whole.endsWith('/') ? [whole, ''] : [dirname(whole), basename(whole)];
	const typed = whole.slice(0, whole.length - begun.length);
	// Where there is nothing to read there is nothing to complete.
	const entries = await readdir(absolutePath(folder), {withFileTypes: true}).catch(() => []);
	const found = entries
		.filter(({name}) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')))
		.map(async entry => {
			const target = entry.isSymbolicLink() ? await stat(join(absolutePath(folder), entry.name)).catch(() => entry) : entry;
			return `${typed}${entry.name}${target.isDirectory() ? '/' : ''}`;
		});
	return (await Promise.all(found)).sort();
}
