import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {zipSync} from 'fflate';

/** The major version of the javac that is there; undefined without one. */
export const javac: number | undefined = (() => {
	const {status, stdout} = spawnSync('javac', ['-version'], {encoding: 'utf8'});
	return status === 0 ? Number(/javac (\d+)/.exec(stdout)?.[1]) : undefined;
})();

/** Compiles a class without a package as the one of the package is compiled. @returns its class file */
export function compile(source: string, folder: string): Buffer {
	mkdirSync(folder, {recursive: true});
	execFileSync('javac', ['--release', '11', '-encoding', 'UTF-8', '-g:none', '-d', folder, source]);
	return readFileSync(join(folder, `${/([^/]+)\.java$/.exec(source)![1]}.class`));
}

/** A jar with these classes, which declares the first of them as a JDBC driver. */
export function driverJar(path: string, classes: Readonly<Record<string, Uint8Array>>): string {
	const [name] = Object.keys(classes);
	const files = Object.entries(classes).map(([one, content]) => [`${one}.class`, content] as const);
	writeFileSync(path, zipSync({'META-INF/services/java.sql.Driver': Buffer.from(`${name}\n`), ...Object.fromEntries(files)}));
	return path;
}
