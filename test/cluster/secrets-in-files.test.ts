import {describe, expect, test} from 'vitest';
import {parseCluster} from '../../source/cluster/file/parse.ts';
import {errorOf, everyRole, problemsOf} from './file/problems-of.ts';

function source(lines: string): string {
	return `${everyRole}connect:\n  sources:\n    - name: shop\n      tables: [t]\n      mode: bulk\n${lines.replace(/^/gm, '      ')}\n`;
}

test('a plain password is refused with the way to move it, and is not shown', () => {
	const error = errorOf(source('url: jdbc:postgresql://h/d\nuser: u\npassword: hunter2'));
	expect(error.message).toBe(
		[
			'kafka-setup.yaml:15:17: connect.sources[0].password holds the secret itself, or what is no reference to one',
			'   15 |       password: •••',
			'      |                 ^',
			'        put the value into an environment variable and write "password: env:SHOP_PASSWORD",',
			'        or let it be asked for with "password: prompt:". Allowed: env:NAME, file:PATH, file:PATH#KEY, exec:COMMAND or prompt:',
		].join('\n'),
	);
});

describe('a secret is not shown', () => {
	test.each([
		['in quotes', `${everyRole}ssh: {password: "hunter2", prot: 1}\n`],
		['on the next line', `${everyRole}ssh:\n  password:\n    hunter2\n`],
		['in a block', `${everyRole}ssh:\n  password: |\n    hunter2\n    hunter2\n`],
		['as a mapping', `${everyRole}ssh:\n  password: {value: hunter2}\n`],
		['as a list', `${everyRole}ssh:\n  password: [hunter2]\n`],
		['through an alias', `${everyRole}ssh: {user: &x hunter2, password: *x, prot: 1}\n`],
		['behind a mistyped key', `${everyRole}ssh: {sudoPasword: hunter2}\n`],
		['behind a mistyped key without the word', `${everyRole}ssh: {psswrd: hunter2}\n`],
		['on the line of another problem', `${everyRole}ssh: {prot: 1, sudoPassword: hunter2, user: 3}\n`],
		['in a URL', source('url: jdbc:postgresql://u:hunter2@h/d')],
		['in a URL of a wrong kind', source('url: postgresql://u:hunter2@h/d')],
		['in a parameter', source('url: jdbc:sqlserver://h;user=u;password=hunter2')],
		['in Oracle’s place', source('url: jdbc:oracle:thin:u/hunter2@h:1521:X')],
		['in a host', `${everyRole.replace('[kafka-01,', '["u:hunter2@kafka-01",')}`],
		['in the packages’ URL', `${everyRole}platform: {packages: {url: 'https://u:hunter2@h/'}}\n`],
		['in a file that is not YAML', `${everyRole}ssh: {password: hunter2\n`],
		['in a line that is not YAML', `${everyRole}ssh:\n  password: "a" hunter2\n`],
	])('%s', (_, text) => {
		const error = errorOf(text);
		expect(`${error.message}${error.hint}${JSON.stringify(error)}`).not.toContain('hunter2');
	});
});

test.each([
	['env:1X', 'env: takes the name of an environment variable'],
	['"file:"', 'file: takes a path'],
	['file:x#', 'file:PATH# lacks the key'],
	['"exec: "', 'exec: takes a command'],
	['vault:x', 'holds the secret itself, or what is no reference to one'],
	['12345', 'holds the secret itself, or what is no reference to one'],
	['', 'ssh.password has no value (it takes env:NAME'],
])('password: %s is no reference', (value, expected) => {
	expect(problemsOf(`${everyRole}ssh:\n  password: ${value}\n`).join('\n')).toContain(expected);
});

test.each(['prompt:', 'prompt', "'prompt:'", 'prompt:   # asked for', 'prompt:SSH password'])('%s asks', value => {
	expect(parseCluster(`${everyRole}ssh:\n  password: ${value}\n`, 'x').ssh.password).toBe('prompt:SSH password');
});

test('prompt: asks in a mapping of one line as well', () => {
	expect(parseCluster(`${everyRole}ssh: {sudoPassword: prompt:, password: prompt:}\n`, 'x').ssh.password).toBe(
		'prompt:SSH password',
	);
});
