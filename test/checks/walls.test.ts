import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {overrides} from './walls.ts';

const root = new URL('../../', import.meta.url).pathname;

/** File of a made-up source tree → what it imports there → is that allowed? */
const samples: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
	'source/core/a.ts': {
		'./b.ts': true,
		'./state/b.ts': true,
		'node:path': false,
		zod: false,
		'../cluster/b.ts': false,
		'../host/b.ts': false,
		'../ssh/b.ts': false,
	},
	'source/core/state/a.ts': {
		'../b.ts': true,
		'../view/b.ts': true,
		'node:path': false,
		'../../state/b.ts': false,
		'../../host/b.ts': false,
	},
	'source/cluster/schema/a.ts': {
		'../../core/b.ts': true,
		'../cluster.ts': true,
		'../../kafka/b.ts': false,
		'../../host/b.ts': false,
	},
	'source/host/files/a.ts': {
		'../../core/b.ts': true,
		'../b.ts': true,
		'node:path': true,
		'../../cluster/b.ts': false,
		'../../kafka/b.ts': false,
		'../../ssh/b.ts': false,
		'../../ui/b.ts': false,
		'../../run/b.ts': false,
		'../../commands/b.ts': false,
		ssh2: false,
	},
	'source/kafka/roles/broker/a.ts': {
		'../../../core/b.ts': true,
		'../../../host/b.ts': true,
		'../../../cluster/b.ts': true,
		'../../plan.ts': true,
		'../../../ssh/b.ts': false,
		'../../../state/b.ts': false,
		'../../../reporters/b.ts': false,
		'../../../ui/b.ts': false,
		'../../../run/b.ts': false,
		'../../../commands/b.ts': false,
		eta: false,
		ssh2: false,
	},
	'source/kafka/templates.ts': {eta: true, '../core/b.ts': true, '../ssh/b.ts': false, react: false},
	'source/ssh/login/a.ts': {
		ssh2: true,
		'../../core/b.ts': true,
		'../../cluster/b.ts': false,
		'../../kafka/b.ts': false,
		'../../host/b.ts': false,
		'../../ui/b.ts': false,
		'../../cli.ts': false,
		conf: false,
	},
	'source/local/a.ts': {
		'../cluster/b.ts': true,
		'../core/b.ts': true,
		'../kafka/b.ts': false,
		'../state/store/b.ts': false,
		conf: false,
	},
	'source/state/journal/a.ts': {
		'../../core/state/b.ts': true,
		'../store/b.ts': true,
		'../../cluster/b.ts': true,
		'../../ssh/b.ts': false,
		'../../kafka/b.ts': false,
		conf: false,
	},
	'source/state/store/a.ts': {conf: true, '../journal/b.ts': true, '../../run/b.ts': false, ssh2: false},
	'source/reporters/a.ts': {
		'../core/state/b.ts': true,
		'../state/store/b.ts': false,
		'../ui/b.ts': false,
		'../cluster/b.ts': false,
		'../kafka/b.ts': false,
		ink: false,
		react: false,
	},
	'source/ui/progress/a.tsx': {
		ink: true,
		react: true,
		'ink-select-input': true,
		'../../core/b.ts': true,
		'../../cluster/cluster.ts': false,
		'../../reporters/b.ts': false,
		'../../state/store/b.ts': false,
		'../../ssh/b.ts': false,
		conf: false,
	},
	'source/ui/wizard/pages/a.tsx': {
		ink: true,
		'../../components/b.tsx': true,
		'../../../cluster/cluster.ts': true,
		'../../../kafka/plan.ts': false,
		'../../../local/b.ts': false,
		'../../../ssh/b.ts': false,
		'../../../host/b.ts': false,
	},
	'source/run/terminal/a.ts': {
		'../../ui/b.tsx': true,
		'../../kafka/plan.ts': true,
		'../../local/b.ts': true,
		'../../commands/b.ts': false,
		'../../cli.ts': false,
		ink: false,
		ssh2: false,
	},
	'source/commands/a.ts': {
		'../ui/b.tsx': true,
		'../run/b.ts': true,
		'../kafka/plan.ts': true,
		'../ssh/b.ts': true,
		'../state/journal/b.ts': true,
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

test('biome.json has these walls: npm run walls', () => {
	expect(JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')).overrides).toEqual(overrides());
});
