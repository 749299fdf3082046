import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

type Locked = {readonly version?: string; readonly optionalDependencies?: Readonly<Record<string, string>>};

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
	readonly packages: Readonly<Record<string, Locked>>;
};

/** Where Node looks for a package that the one at `path` asks for: nearest folder first. */
function* lookups(path: string, name: string): Generator<string> {
	for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
		yield `${at}/node_modules/${name}`;
	}
	yield `node_modules/${name}`;
}

// npm ci refuses such a lock file, and npm install writes one where a registry lacks the packages of other systems.
test('the lock file has each optional dependency, those for other systems too, in the version that is asked for', () => {
	const missing = Object.entries(lock.packages).flatMap(([path, {optionalDependencies = {}}]) =>
		Object.entries(optionalDependencies)
			.filter(([name, wanted]) => {
				const found = [...lookups(path, name)].map(at => lock.packages[at]).find(entry => entry !== undefined);
				return found === undefined || (/^\d/.test(wanted) && found.version !== wanted);
			})
			.map(([name, wanted]) => `${path} wants ${name} ${wanted}`),
	);
	expect(missing).toEqual([]);
});
