import {execFile} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {zipSync} from 'fflate';

const run = promisify(execFile);

/** This machine's Java as its publishers serve one: a folder in a .tar.gz, without what only developers need. @returns its path */
export async function javaArchive(folder: string, home = '/usr/lib/jvm/java-17-openjdk-amd64'): Promise<string> {
	const name = basename(home);
	const path = join(folder, `${name}.tar.gz`);
	const without = ['jmods', 'lib/src.zip', 'man'].map(part => `--exclude=${name}/${part}`);
	await run('tar', ['-C', dirname(home), '-chf', path, '-I', 'gzip -1', ...without, name]);
	return path;
}

/** The lab's JDBC connector as Confluent Hub serves one. @param packages the folder of the lab's packages. @returns its path */
export async function connectorZip(folder: string, packages: string): Promise<string> {
	const name = readdirSync(packages).find(one => one.startsWith('confluent-kafka-connect-jdbc_'));
	if (name === undefined) throw new Error(`no connector in ${packages}`);
	await run('dpkg-deb', ['-x', join(packages, name), join(folder, 'connector')]);
	const jars = join(folder, 'connector/usr/share/java/kafka-connect-jdbc');
	const top = 'confluentinc-kafka-connect-jdbc-1.0.0';
	const manifest = JSON.stringify({name: 'kafka-connect-jdbc', version: '1.0.0', owner: {username: 'confluentinc'}});
	const path = join(folder, 'connector.zip');
	const files = readdirSync(jars).map(jar => [`${top}/lib/${jar}`, new Uint8Array(readFileSync(join(jars, jar)))] as const);
	writeFileSync(path, zipSync({[`${top}/manifest.json`]: new TextEncoder().encode(manifest), ...Object.fromEntries(files)}));
	return path;
}
