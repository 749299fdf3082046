import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {main} from '../source/cli.ts';
import {roleIds} from '../source/cluster/roles.ts';
import {clusterSchema} from '../source/cluster/schema/json-schema.ts';
import {tempDir} from './helpers/temp-dir.ts';

/** What a command line prints, and its exit code. */
async function run(...argv: readonly string[]) {
	const texts = {stdout: '', stderr: ''};
	for (const name of ['stdout', 'stderr'] as const) {
		vi.spyOn(process[name], 'write').mockImplementation(text => {
			texts[name] += String(text);
			return true;
		});
	}
	await main(argv);
	const code = process.exitCode;
	vi.restoreAllMocks();
	return {...texts, code};
}

beforeEach(() => {
	process.exitCode = 0;
	vi.stubEnv('XDG_CONFIG_HOME', tempDir());
});
afterEach(() => {
	process.exitCode = 0;
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

describe('a command line', () => {
	it.each([
		[['aply', 'x.yaml'], /Did you mean apply/],
		[['apply'], /missing required argument 'file'/],
		[['apply', 'x.yaml', '--reporter', 'xml'], /Allowed choices are auto, plain, json/],
		[['plan', 'x.yaml', '--bogus'], /unknown option '--bogus'/],
		[['apply', 'x.yaml', '--skip', 'memry'], /did you mean memory/],
		[['plan', 'x.yaml', '--skip', 'memry'], /did you mean memory/],
		[['config'], /schema/],
	])('%j is wrong input, and says what is right', async (argv, said) => {
		const {code, stdout, stderr} = await run(...argv);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(said);
	});

	it.each([['apply'], ['plan'], ['test'], ['destroy'], ['unlock']])(
		'%s of a file that is not there is wrong input',
		async verb => {
			const file = join(tempDir(), 'kafka-setup.yaml');
			const {code, stderr} = await run(verb, file);
			expect(code).toBe(2);
			expect(stderr).toContain(file);
		},
	);

	it.each([['resume'], ['logs']])('%s where nothing was run says so', async verb => {
		expect(await run(verb)).toMatchObject({code: 2, stderr: expect.stringContaining('kafka-setup: ')});
	});

	it('prints help, version and schema on standard output', async () => {
		for (const argv of [['--help'], ['apply', '--help'], ['--version'], ['config', 'schema']]) {
			const {code, stdout, stderr} = await run(...argv);
			expect([code, stderr]).toEqual([0, '']);
			expect(stdout).not.toBe('');
		}
	});

	it('prints the schema that the code makes, though the bundle does not make it', async () => {
		expect(JSON.parse((await run('config', 'schema')).stdout)).toEqual(clusterSchema());
	});

	it('names every stage of a role in the help of stage', async () => {
		const {stdout} = await run('stage', '--help');
		for (const role of roleIds) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(role);
	});
});
