import {readdirSync, readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {expect, test} from 'vitest';

/** The packages that a file loads at once, by itself or by the files that it imports; what it imports later is not among them. */
function packagesOf(file: string): readonly string[] {
	const seen = new Set<string>();
	const packages = new Set<string>();
	const visit = (path: string) => {
		if (seen.has(path)) return;
		seen.add(path);
		for (const [, imported] of readFileSync(path, 'utf8').matchAll(
			/^(?:import|export) (?!type\b)(?:[^;]*? from )?'([^']+)';/gm,
		)) {
			if (imported!.startsWith('.')) visit(resolve(dirname(path), imported!));
			else if (!imported!.startsWith('node:')) packages.add(imported!);
		}
	};
	visit(resolve('source', file));
	return [...packages].sort();
}

test('a command line is understood with commander alone', () => {
	expect(packagesOf('cli.ts')).toEqual(['commander']);
});

test('what works with OpenSSH’s own ssh is loaded by the first host that needs it', () => {
	const files = readdirSync('source/ssh', {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.ts'));
	const outside = files.filter(name => !name.startsWith('system/'));
	const importing = outside.filter(name => /from '[./]+system\//.test(readFileSync(resolve('source/ssh', name), 'utf8')));
	expect(outside.length).toBeGreaterThan(40);
	expect(importing).toEqual([]);
});

test('a log is explained with nothing but the table of causes', () => {
	expect(packagesOf('commands/explain-log.ts')).toEqual([]);
});

test('a run without a screen loads none', () => {
	for (const file of ['run/run.ts', 'commands/check.ts']) {
		const loaded = packagesOf(file);
		expect(loaded).toContain('ssh2');
		expect(loaded.filter(name => /^(ink|react)/.test(name))).toEqual([]);
	}
});

test('the first page of the wizard is drawn before what works on hosts is loaded', () => {
	const loaded = [...packagesOf('commands/install/install.ts'), ...packagesOf('ui/wizard/wizard.tsx')];
	expect(loaded).toContain('ink');
	expect(loaded.filter(name => ['ssh2', 'ssh-config', 'eta'].includes(name))).toEqual([]);
});
