import {posix} from 'node:path';
import {expect} from 'vitest';
import {harmful} from '../../helpers/hostile.ts';
import {type PropertiesReader, withoutJdk} from '../../helpers/readers/java-properties.ts';
import {readAptSources, readYumRepos, withoutApt, withoutPython} from '../../helpers/readers/package-sources.ts';
import {bareUnit, readUnits, withoutSystemd} from '../../helpers/readers/systemd-units.ts';

/** Why the real readers can't be asked on this machine. */
export const lacking = withoutJdk() ?? withoutSystemd() ?? withoutApt() ?? withoutPython();

type Seen = {readonly path: string; readonly was: string; readonly now: string; readonly to: string};

const tidy = (path: string) => posix.normalize(path).replace(/(?<=.)\/$/, '');
/** A URL ends without the slash that what follows it begins with. */
const unslashed = (url: string) => url.replace(/\/+$/, '');
const linesOf = (text: string) => text.split('\n').length;
/** Without the digest of itself that a table of ports has. */
const unsigned = (table: string) => table.replace(/"kafka-setup [0-9a-f]{16}"/, '""');
/** Two thirds of the time that systemd takes for a unit is for this constant line. */
const withoutFilter = (text: string) => text.replace(/^SystemCallFilter=.*\n/m, '');
/** A service as a file of its own, or one that has nothing but the drop-in. */
const unitWith = ({path}: Seen, text: string) =>
	path.endsWith('.service') ? {unit: text} : {unit: bareUnit, dropIn: withoutFilter(text)};
/** Files that one process reads. */
const batch = 400;

/**
 * Compares files that hold a hostile value with those of the good one, by who reads them: the same settings, each with the
 * value where the good one had its own. Java is asked at once; systemd, apt and Python about many files at a time, and at last by `finish`.
 * @param from the value that the good files have
 */
export function comparison(java: PropertiesReader, from: string) {
	const later = new Map<Reader, Seen[]>();
	const either = (text: string, to: string) => [text.replaceAll(from, () => to), text.replaceAll(from, () => tidy(to))];

	async function compare(path: string, was: string, now: string, to: string): Promise<void> {
		if (!was.includes(from)) {
			expect(now, path).toBe(was);
			return;
		}
		expect(linesOf(now), path).toBe(linesOf(was));
		if (path.endsWith('.properties')) {
			const [old, read] = [await java.read(was), await java.read(now)];
			expect(read.map(([key]) => key)).toEqual(old.map(([key]) => key));
			for (const [index, [key, value]] of old.entries()) expect(either(value, to), `${path} ${key}`).toContain(read[index]![1]);
			return;
		}
		if (path.endsWith('.json')) {
			expect(JSON.parse(now)).toEqual(JSON.parse(was.replaceAll(from, () => JSON.stringify(to).slice(1, -1))));
			return;
		}
		// A network is nothing but digits and marks of its own.
		if (path.endsWith('.nft')) return expect(unsigned(now)).toBe(unsigned(was).replaceAll(from, () => to));
		// Some of ours are indented by tabs.
		expect(now.replace(/^\t+/gm, '')).not.toMatch(harmful);
		const reader = readers.find(one => one.reads.test(path));
		if (reader === undefined) {
			// Settings of needrestart and of logs: what stands before the value of each line is not changed by it.
			const keys = (text: string) => text.split('\n').map(line => /^\S*/.exec(line)![0]);
			expect(keys(now)).toEqual(keys(was));
			return;
		}
		const waiting = later.get(reader) ?? [];
		later.set(reader, waiting);
		waiting.push({path, was, now, to});
		if (waiting.length >= batch) judge(reader, waiting.splice(0));
	}

	function judge({read}: Reader, seen: readonly Seen[]): void {
		const found = read(seen.flatMap(one => [{...one, now: one.was}, one]));
		for (const [index, {path, to}] of seen.entries()) {
			const [old, now] = [found[index * 2]!, found[index * 2 + 1]!];
			expect(old.length, path).toBeGreaterThan(0);
			const ways = [to, tidy(to), unslashed(to)].map(value => old.map(text => text.replaceAll(from, () => value)));
			const off = ways.map(wanted => [
				...wanted.filter(text => !now.includes(text)),
				...now.filter(text => !wanted.includes(text)),
			]);
			if (ways.every(wanted => wanted.length !== now.length) || off.every(texts => texts.length > 0))
				expect.fail(`${path} with ${JSON.stringify(to)} is read as ${JSON.stringify(off, null, 1)}`);
		}
	}

	return {
		compare,
		finish() {
			for (const [reader, seen] of later) judge(reader, seen);
		},
	};
}

/** Reads the files `now`, and says all that it takes of each, a text for each setting. */
type Reader = {readonly reads: RegExp; readonly read: (seen: readonly Seen[]) => readonly (readonly string[])[]};

const readers: readonly Reader[] = [
	{
		reads: /^\/etc\/systemd\/system\//,
		read: seen =>
			readUnits(seen.map(one => unitWith(one, one.now))).map(({settings, complaints}) => [...settings, ...complaints]),
	},
	{
		reads: /\.list$/,
		read: seen => readAptSources(seen.map(({now}) => now)).map(sources => sources?.map(source => JSON.stringify(source)) ?? []),
	},
	{
		reads: /\.repo$/,
		read: seen =>
			readYumRepos(seen.map(({now}) => now)).map(sections =>
				Object.entries(sections ?? {}).flatMap(([name, items]) =>
					Object.entries(items).map(([key, value]) => `${name} ${key}=${value}`),
				),
			),
	},
];
