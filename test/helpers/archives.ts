import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** This machine's Java as its publishers serve one: a folder in a .tar.gz, without what only developers need. @returns its path */
export async function javaArchive(folder: string, home = '/usr/lib/jvm/java-17-openjdk-amd64'): Promise<string> {
	const name = basename(home);
	const path = join(folder, `${name}.tar.gz`);
	const without = ['jmods', 'lib/src.zip', 'man'].map(part => `--exclude=${name}/${part}`);
	await run('tar', ['-C', dirname(home), '-chf', path, '-I', 'gzip -1', ...without, name]);
	return path;
}

/** An archive of a version of Kafka that has the names of its files, and nothing in them. @returns its path */
export async function emptyArchive(folder: string, kafka: string): Promise<string> {
	const top = `kafka_2.13-${kafka}`;
	for (const file of ['bin/kafka-server-start.sh', 'bin/zookeeper-server-start.sh', `libs/kafka-clients-${kafka}.jar`]) {
		const path = join(folder, top, file);
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, '');
	}
	await run('tar', ['-C', folder, '-czf', join(folder, `${top}.tgz`), top]);
	return join(folder, `${top}.tgz`);
}
