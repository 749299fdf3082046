import {mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {API} from 'typescript/unstable/sync';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {commandFindings, type Finding} from './command-rules.ts';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** It makes the commands of all others. */
const maker = 'source/core/command.ts';
const files = readdirSync(join(root, 'source'), {recursive: true, encoding: 'utf8'})
	.map(name => `source/${name}`)
	.filter(name => /\.tsx?$/.test(name) && name !== maker);

/** What a sample may use. */
const head = `import {Command, joined, quote, rawCommand, sh} from '${root}/source/core/command.ts';
import type {Connection} from '${root}/source/core/connection.ts';
import type {Context} from '${root}/source/core/plan.ts';
import {must} from '${root}/source/host/shell.ts';
declare const context: Context, path: string, port: number, paths: string[], some: Command, many: Command[];
declare const {exec}: Connection;
const constant = 'ls -l';
`;

/** Made-up code, by what is said of it; nothing is said of that under ''. */
const samples: Readonly<Record<string, readonly string[]>> = {
	'': [
		'sh`cat -- ${path} ${paths} | head -n ${port} >"$dir"/${path} && ${some}`',
		'sh`a=$(cat ${path}) b="$(cat ${path})"; echo "it\'s $a" # ${port}`',
		'sh`bash -c ${some.text}; eval ${some.text}`',
		"rawCommand('ls')",
		'rawCommand(`ls "$x"`)',
		'rawCommand(constant)',
		"rawCommand('ls ' + constant)",
		"joined(many, ' && ')",
		'exec(sh`ls ${path}`)',
		"exec(rawCommand('ls'))",
		"context.show(some, {as: `ls ${'x'}`})",
		'must(context, sh`ls`, {what: `list ${path}`})',
		'sh`printf \'%s\\\\n\' "\\${x}"`',
	],
	'what is run is a Command': [
		'exec(`rm ${path}`)',
		"exec('rm ' + path)",
		"exec('ls')",
		'exec(some.text)',
		'exec(JSON.parse(path))',
		'const parsed: Command = JSON.parse(path); exec(parsed)',
		'let parsed = some; parsed = JSON.parse(path); exec(parsed)',
		'const parsed: readonly Command[] = JSON.parse(path)',
		'context.exec(path)',
		"context.show(port > 0 ? some : 'ls')",
		'must(context, `rm ${path}`)',
		'const line = `rm ${path}`; must(context, line)',
		'((): Command => `rm ${path}`)()',
		'((): {readonly check: Command} => ({check: `rm ${path}`}))()',
		'const check = `rm ${path}`; const step: {readonly check: Command} = {check}',
	],
	'the text of rawCommand is a constant': [
		'rawCommand(`rm ${path}`)',
		"rawCommand('rm ' + path)",
		'rawCommand(path)',
		'rawCommand(some.text)',
		'let text = "ls"; text = path; rawCommand(text)',
		'const text = `rm ${path}`; rawCommand(text)',
	],
	'rawCommand is called where its text stands': ['paths.map(rawCommand)', 'const raw = rawCommand; raw(path)'],
	'sh is a tag only': ['sh([path] as never)', 'const tag = sh; tag`rm`'],
	'only core/command.ts makes a Command': ['new Command(path)', 'class Mine extends Command {}; new Mine(path)'],
	'nothing becomes a Command by assertion': ['({text: path}) as unknown as Command'],
	'the separator of joined is a constant': ['joined(many, path)', 'joined(many, ` ${path} `)'],
	'a command becomes a text': ['`${some} && ls`', "some + ' && ls'", "many.join(' && ')"],
	'what is run as code is the text of a Command': [
		'sh`bash -c ${path}`',
		'sh`timeout 5 sh -e -c ${`rm ${path}`}`',
		'sh`eval ${path}`',
		'sh`trap ${path} EXIT`',
	],
	'a value stands outside of quotes': [
		'sh`cat "${path}"`',
		"sh`cat '${path}'`",
		'sh`cat "$dir/${path}"`',
		"sh`cat $'${path}'`",
		'sh`ls # ${path}`',
		'sh`cat <<END\n${path}\nEND`',
		'sh`cat "${paths}"`',
		'sh`cat "\\${x:-${path}}"`',
	],
	'the tag quotes by itself': [
		'sh`cat ${quote(path)}`',
		'sh`cat ${paths.map(quote)}`',
		'sh`cat ${`/etc/${quote(path)}`}`',
		'sh`cat ${[...paths].map(part => quote(part))}`',
		'const word = quote(path); sh`cat ${word}`',
	],
	'bash does not reckon with a text': ['sh`echo $((1 + ${path}))`', 'sh`[[ 1 -eq ${path} ]]`', 'sh`echo "\\${x[${path}]}"`'],
	'it is no bash without its values': ['sh`if ${path}; then`'],
	'bash does not see the backslash of \\"': ['sh`grep "\\"x"`', 'rawCommand(`grep "\\"x"`)'],
	'what core/command.ts exports keeps its name': [`import {sh as tag} from '${root}/source/core/command.ts'`],
	'core/command.ts is imported by names': [`import * as all from '${root}/source/core/command.ts'`],
};
const cases = Object.entries(samples).flatMap(([problem, codes]) => codes.map(code => ({problem, code})));

let api: API;
let folder: string;
let findingsIn: (path: string) => readonly Finding[];

beforeAll(() => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'kafka-setup-commands-')));
	for (const [index, {code}] of cases.entries()) writeFileSync(join(folder, `${index}.ts`), `${head}${code};\nexport {};\n`);
	const config = {
		extends: `${root}/tsconfig.json`,
		compilerOptions: {typeRoots: [`${root}/node_modules/@types`]},
		include: [`${root}/source`, '*.ts'],
	};
	writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
	api = new API({cwd: folder});
	const [project] = api.updateSnapshot({openProjects: [join(folder, 'tsconfig.json')]}).getProjects();
	findingsIn = path => commandFindings(project!, path, root);
}, 60_000);

afterAll(() => {
	api.close();
	rmSync(folder, {recursive: true, force: true});
});

describe('made-up code', () => {
	test.each(cases.map(({problem, code}, index) => [code, problem, index] as const))('%s', (_code, problem, index) => {
		const said = findingsIn(join(folder, `${index}.ts`)).map(finding => finding.problem);
		if (problem === '') expect(said).toEqual([]);
		else expect(said).toContain(problem);
	});
});

test('no value becomes syntax of a command in source/', () => {
	expect(files).not.toEqual([]);
	expect(files.flatMap(file => findingsIn(join(root, file)))).toEqual([]);
}, 180_000);
