import type {Vars} from './inventory.ts';
import {resolved, shortened} from './inventory-values.ts';
import type {NotTaken} from './inventory-vars.ts';

/** Variables of Ansible that hold a password or a passphrase; none is taken from a file, and none is shown. */
const password =
	/^ansible_(?:(?:ssh_|paramiko_|become_|sudo_|su_)?pass(?:word)?|(?:ssh_|paramiko_)?private_key_passphrase|become_passphrase)$/;

/** Variables about the login that mean something else than what is done here, for a value that says so. */
const others: readonly {
	readonly variables: readonly string[];
	/** Its value is not shown: a command may hold a password. */
	readonly command?: true;
	/** Values that ask for nothing else. */
	readonly usual?: RegExp;
	readonly instead: string;
}[] = [
	{
		variables: ['ansible_become_method'],
		usual: /^(?:ansible\.builtin\.)?sudo$/,
		instead: 'kafka-setup becomes root by sudo, or logs in as root',
	},
	{variables: ['ansible_become_user', 'ansible_sudo_user'], usual: /^root$/, instead: 'kafka-setup becomes root'},
	{
		variables: ['ansible_become_exe', 'ansible_sudo_exe'],
		command: true,
		usual: /^(?:\/usr\/bin\/)?sudo$/,
		instead: 'kafka-setup runs sudo',
	},
	{
		variables: ['ansible_paramiko_proxy_command', 'ansible_ssh_proxy_command'],
		command: true,
		instead: 'put it as ProxyCommand or ProxyJump into ~/.ssh/config',
	},
	{
		variables: ['ansible_ssh_executable'],
		command: true,
		usual: /^(?:\/usr\/bin\/)?ssh$/,
		instead: 'kafka-setup has a transport of its own, or runs ssh',
	},
];

const becomes: readonly string[] = ['ansible_become', 'ansible_sudo'];

/** What variables of a host say of the login and of root that is not followed here, though nothing is wrong with it. */
export function loginNotTaken(vars: Vars, host: string, user: string | undefined): readonly NotTaken[] {
	const found: NotTaken[] = [];
	for (const variable of Object.keys(vars).filter(name => name.startsWith('ansible_'))) {
		const text = resolved(vars[variable]!, vars, host).trim();
		if (text === '') continue;
		const is = `is ${shortened(text)}`;
		if (password.test(variable)) {
			found.push({variable, why: 'is a secret', instead: 'type it on the page Login, or on the page Credentials'});
		} else if (becomes.includes(variable) && /^(?:no|n|false|off|0)$/i.test(text) && user !== 'root') {
			found.push({variable, why: is, instead: 'kafka-setup needs root: it runs sudo where the user is another one'});
		}
		const other = others.find(({variables}) => variables.includes(variable));
		if (other === undefined || other.usual?.test(text) === true) continue;
		found.push({variable, why: other.command === true ? 'is another command' : is, instead: other.instead});
	}
	return found;
}
