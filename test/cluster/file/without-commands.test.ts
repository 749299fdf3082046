import {expect, test} from 'vitest';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {withoutCommands} from '../../../source/cluster/file/without-commands.ts';
import {errorOf, everyRole} from './problems-of.ts';

const forms = [
	'ssh:\n  password: exec:curl -u admin:CANARY h # why\n',
	'ssh: {password: "exec:curl -u admin:CANARY h", user: op}\n',
	"ssh: {password: 'exec:curl -u admin:CANARY h', user: op}\n",
	'ssh: {password: exec:curl -u admin:CANARY h, user: op}\n',
	'ssh:\n  password: >-\n    exec:curl\n    -u admin:CANARY\n  user: op\n',
	'ssh:\n  password: exec:curl\n    -u admin:CANARY\n  user: op\n',
];

test.each(forms)('%j: the command line is taken out, and the file means the same but for it', form => {
	const text = `# exec: is kept here\n${everyRole}${form}# end\n`;
	const without = withoutCommands(text);
	expect(without).not.toContain('CANARY');
	expect(without).toContain('# exec: is kept here');
	expect(without.endsWith('# end\n')).toBe(true);
	const [before, after] = [parseCluster(text, 'x'), parseCluster(without, 'x')];
	expect(before.ssh.password).toContain('CANARY');
	expect(after).toEqual({...before, ssh: {...before.ssh, password: 'exec:•••'}});
	expect(withoutCommands(without)).toBe(without);
});

test.each(forms)('%j: what is wrong beside it is told without it', form => {
	const text = `${everyRole}${form.replace('ssh: {', 'ssh: {prot: 1, ').replace('ssh:\n', 'ssh:\n  prot: 1\n')}`;
	expect(errorOf(text).message).toContain('prot');
	expect(errorOf(text).message).not.toContain('CANARY');
});

test.each(['name: a\n', '', 'a: [exec', 'a: *x exec:\n', '&a [*a, exec:b]'])('%j is no reason to fail', text => {
	expect(() => withoutCommands(text)).not.toThrow();
});
