import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Why sources of apt can't be read by apt itself; undefined where they can. */
export const withoutApt = (): string | undefined =>
	spawnSync('apt-get', ['--version']).error === undefined ? undefined : 'there is no apt on this machine';

/** A source as apt takes it, or undefined where it refuses the file. */
export type AptSource = {readonly site: string; readonly release: string; readonly component: string};

/** apt's time grows with the square. */
const most = 250;

/** `apt-get indextargets` reads files of /etc/apt/sources.list.d: what it would fetch, for each. */
export function readAptSources(files: readonly string[]): readonly (readonly AptSource[] | undefined)[] {
	// What stands there twice is one source for it.
	const once = [...new Set(files)];
	const found = readOnce(once);
	return files.map(text => found[once.indexOf(text)]);
}

function readOnce(files: readonly string[]): readonly (readonly AptSource[] | undefined)[] {
	if (files.length > most) return [...readOnce(files.slice(0, most)), ...readOnce(files.slice(most))];
	const folder = mkdtempSync(join(tmpdir(), 'apt-'));
	try {
		mkdirSync(join(folder, 'parts'));
		for (const [index, text] of files.entries()) writeFileSync(join(folder, 'parts', `s${index}.list`), text);
		const options = [
			`Dir::Etc::SourceParts=${folder}/parts`,
			'Dir::Etc::SourceList=/dev/null',
			'Acquire::Languages=none',
			'APT::Architecture=amd64',
		];
		const format = '$(SOURCESENTRY)\t$(SITE)\t$(RELEASE)\t$(COMPONENT)';
		const {status, stdout} = spawnSync(
			'apt-get',
			[
				'indextargets',
				'--no-release-info',
				...options.flatMap(one => ['-o', one]),
				'--format',
				format,
				'Created-By: Packages',
				'Architecture: amd64',
			],
			{encoding: 'utf8', maxBuffer: 1e9},
		);
		// One bad file, and apt reads none.
		if (status !== 0) {
			if (files.length === 1) return [undefined];
			const half = files.length >> 1;
			return [...readOnce(files.slice(0, half)), ...readOnce(files.slice(half))];
		}
		const found = files.map((): AptSource[] => []);
		for (const line of stdout.split('\n').filter(line => line !== '')) {
			const [entry, site, release, component] = line.split('\t') as [string, string, string, string];
			found[Number(/\/s(\d+)\.list:/.exec(entry)![1])]!.push({site, release, component});
		}
		return found;
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Why INI files can't be read by Python; undefined where they can. */
export const withoutPython = (): string | undefined =>
	spawnSync('python3', ['-c', 'import configparser']).status === 0 ? undefined : 'there is no python3 on this machine';

const python = `import sys, json, configparser
def read(text):
    c = configparser.RawConfigParser(strict=True)
    c.optionxform = str
    try: c.read_string(text)
    except configparser.Error as e: return None
    return {s: dict(c.items(s)) for s in c.sections()}
json.dump([read(t) for t in json.load(sys.stdin)], sys.stdout)`;

/**
 * Files of /etc/yum.repos.d by Python's configparser, which yum had; dnf's own parser, of libdnf, is not on a Debian. What
 * that one makes of a value afterwards ($variables, lists) is not seen here: the schema refuses it.
 */
export function readYumRepos(files: readonly string[]): readonly (Readonly<Record<string, Record<string, string>>> | null)[] {
	const {stdout, stderr, status} = spawnSync('python3', ['-c', python], {
		input: JSON.stringify(files),
		encoding: 'utf8',
		maxBuffer: 1e9,
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as readonly (Readonly<Record<string, Record<string, string>>> | null)[];
}
