import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

/** File of a made-up source tree → what it imports there → is that allowed? */
const samples: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
	'source/core/a.ts': {
		'./b.ts': true,
		'node:path': false,
		zod: false,
		'../steps/b.ts': false,
		'../ssh/b.ts': false,
		'../kafka/b.ts': false,
	},
	'source/steps/a.ts': {
		'../core/b.ts': true,
		'./b.ts': true,
		'node:path': true,
		'../kafka/b.ts': false,
		'../ssh/b.ts': false,
		'../ui/b.ts': false,
		'../commands/b.ts': false,
		ssh2: false,
	},
	'source/kafka/stages/a.ts': {
		'../../core/b.ts': true,
		'../../steps/b.ts': true,
		'../cluster.ts': true,
		'../../ssh/b.ts': false,
		'../../journal/b.ts': false,
		'../../reporters/b.ts': false,
		'../../ui/b.ts': false,
		'../../commands/b.ts': false,
		eta: false,
		ssh2: false,
	},
	'source/kafka/templates.ts': {eta: true, '../core/b.ts': true, '../ssh/b.ts': false, react: false},
	'source/ssh/a.ts': {
		ssh2: true,
		'../core/b.ts': true,
		'../kafka/b.ts': false,
		'../steps/b.ts': false,
		'../ui/b.ts': false,
		'../cli.ts': false,
		conf: false,
	},
	'source/journal/a.ts': {conf: true, '../core/b.ts': true, '../ssh/b.ts': false, '../kafka/b.ts': false, ssh2: false},
	'source/reporters/a.ts': {'../core/b.ts': true, '../ui/b.ts': false, '../kafka/b.ts': false, ink: false, react: false},
	'source/ui/progress/a.tsx': {
		ink: true,
		react: true,
		'ink-select-input': true,
		'../../core/b.ts': true,
		'../../kafka/cluster.ts': false,
		'../../reporters/b.ts': false,
		'../../journal/b.ts': false,
		'../../ssh/b.ts': false,
		conf: false,
	},
	'source/ui/wizard/a.tsx': {
		ink: true,
		'../components/b.tsx': true,
		'../../kafka/cluster.ts': true,
		'../../kafka/cluster/b.ts': true,
		'../../kafka/plan.ts': false,
		'../../kafka/stages/b.ts': false,
		'../../ssh/b.ts': false,
		'../../steps/b.ts': false,
	},
	'source/commands/a.ts': {
		'../ui/b.tsx': true,
		'../kafka/plan.ts': true,
		'../ssh/b.ts': true,
		'../journal/b.ts': true,
		'../cli.ts': false,
		ink: false,
		react: false,
		ssh2: false,
		conf: false,
		eta: false,
	},
	'source/cli.ts': {'./commands/b.ts': true, commander: true, react: false, ssh2: false},
};

let folder: string;
let refused: ReadonlySet<string>;

/** One file per import, so that each diagnostic names exactly one of them: `source/core/a.ts` and 2 → `source/core/a-2.ts`. */
const fileOf = (file: string, index: number): string =>
	file.endsWith('cli.ts') || file.endsWith('templates.ts') ? file : file.replace(/(\.tsx?)$/, `-${index}$1`);

beforeAll(() => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'kafka-setup-walls-')));
	const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
	config.vcs = {enabled: false};
	delete config.$schema;
	writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
	for (const [file, imports] of Object.entries(samples)) {
		for (const [index, what] of Object.keys(imports).entries()) {
			const path = join(folder, fileOf(file, index));
			mkdirSync(dirname(path), {recursive: true});
			writeFileSync(path, `export * from '${what}';\n`, {flag: 'a'});
		}
	}
	const biome = join(root, 'node_modules/.bin/biome');
	const args = ['lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none', 'source'];
	const {stdout, stderr, status} = spawnSync(biome, args, {cwd: folder, encoding: 'utf8'});
	if (status !== 1) throw new Error(`biome found nothing or did not run: exit code ${status}\n${stderr}`);
	const lines = [...stdout.matchAll(/file=([^,]+),line=(\d+)/g)].map(([, file, line]) => `${relative(folder, file!)}:${line}`);
	refused = new Set(lines);
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe.each(Object.entries(samples))('%s', (file, imports) => {
	test.each(
		Object.entries(imports).map(([what, allowed], index) => [allowed ? 'may' : 'may not', what, index, allowed] as const),
	)('%s import %s', (_, what, index, allowed) => {
		const path = fileOf(file, index);
		const line = path === file ? Object.keys(imports).indexOf(what) + 1 : 1;
		expect(refused.has(`${path}:${line}`)).toBe(!allowed);
	});
});
