import {addressPattern, userPattern} from '../../../cluster/schema/fields.ts';
import type {Host} from '../../../core/inventory.ts';
import {parseEntry} from './host-entry.ts';
import type {Vars} from './inventory.ts';
import {jumpIn} from './inventory-jump.ts';
import {loginNotTaken} from './inventory-login.ts';
import {resolved, shortened, whyUnknown} from './inventory-values.ts';

/** A variable that was not taken. */
export type NotTaken = {
	readonly variable: string;
	/** Why, as it reads after the variable and its hosts. */
	readonly why: string;
	/** What to do instead. */
	readonly instead: string;
};

export type HostVars = {
	readonly host?: Host;
	readonly problem?: string;
	/** The path of the private key. */
	readonly keyFile?: string;
	/** Such as `admin@bastion:2222`. */
	readonly jump?: string;
	/** Ansible works on the machine that it runs on. */
	readonly local: boolean;
	readonly notTaken: readonly NotTaken[];
};

type Reader = {
	/** The value of the first of these variables, undefined without one or where it is not to be known; that is named then. */
	readonly value: (instead: string, ...names: readonly string[]) => string | undefined;
	/** The same, where the value has to be of a form; `what` it is. */
	readonly formed: (
		isOne: (text: string) => boolean,
		what: string,
		instead: string,
		...names: readonly string[]
	) => string | undefined;
	readonly refuse: (variable: string, why: string, instead: string) => void;
};

function reader(host: string, vars: Vars, notTaken: NotTaken[]): Reader {
	const refuse: Reader['refuse'] = (variable, why, instead) => void notTaken.push({variable, why, instead});
	const value: Reader['value'] = (instead, ...names) => {
		const variable = names.find(name => Object.hasOwn(vars, name));
		if (variable === undefined) return undefined;
		const text = resolved(vars[variable]!, vars, host).trim();
		const why = whyUnknown(text);
		if (why === undefined) return text === '' ? undefined : text;
		refuse(variable, why, instead);
		return undefined;
	};
	return {
		refuse,
		value,
		formed(isOne, what, instead, ...names) {
			const text = value(instead, ...names);
			if (text === undefined || isOne(text)) return text;
			refuse(names.find(name => Object.hasOwn(vars, name))!, `is ${shortened(text)}, which is no ${what}`, instead);
			return undefined;
		},
	};
}

const isUser = (text: string): boolean => userPattern.test(text);

/** An address as ssh takes it, without the brackets of a range. */
const isAddress = (text: string): boolean => addressPattern.test(text) && !/[[\]]/.test(text);

const connections = ['ssh', 'smart', 'paramiko', 'paramiko_ssh', 'ansible.builtin.ssh', 'ansible.builtin.paramiko_ssh'];

/** What the variables of a host say of how it is reached. */
export function hostOf(name: string, vars: Vars): HostVars {
	const notTaken: NotTaken[] = [];
	const {value, formed, refuse} = reader(name, vars, notTaken);
	const connection = value('', 'ansible_connection');
	const local = connection === 'local' || connection === 'ansible.builtin.local';
	const {hosts, problem} = parseEntry(name);
	const address = formed(isAddress, 'address', `write ${name}=ADDRESS in the list of hosts`, 'ansible_host', 'ansible_ssh_host');
	const user = formed(isUser, 'user', 'type the SSH user on the page Login', 'ansible_user', 'ansible_ssh_user');
	const ports = ['ansible_port', 'ansible_ssh_port'];
	const portText = value('type the SSH port on the page Login', ...ports);
	const keyFile = value('type the private key on the page Login', 'ansible_ssh_private_key_file', 'ansible_private_key_file');
	const port = Number(portText ?? NaN);
	if (portText !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
		refuse(ports.find(one => Object.hasOwn(vars, one))!, 'is not a port', 'type the SSH port on the page Login');
	}
	if (!local && connection !== undefined && !connections.includes(connection)) {
		refuse('ansible_connection', `is ${shortened(connection)}`, 'kafka-setup logs in by SSH: the host needs an SSH server');
	}
	const jumps = ['ansible_ssh_common_args', 'ansible_ssh_extra_args', 'ansible_ssh_args'].flatMap(variable => {
		const text = value('put it into ~/.ssh/config', variable);
		if (text === undefined) return [];
		const {jump, rest} = jumpIn(text);
		if (rest.length > 0) refuse(variable, `has ${rest.join(', ')}`, 'put that into ~/.ssh/config');
		return jump === undefined ? [] : [jump];
	});
	notTaken.push(...loginNotTaken(vars, name, user));
	const host = hosts[0];
	return {
		local,
		notTaken,
		...(host === undefined
			? {problem: problem ?? `"${name}" is not a host`}
			: {
					host: {
						...host,
						...(address === undefined || address === name ? {} : {address}),
						...(user === undefined ? {} : {user}),
						...(port >= 1 && port <= 65_535 ? {port} : {}),
					},
				}),
		...(keyFile === undefined ? {} : {keyFile}),
		...(jumps[0] === undefined ? {} : {jump: jumps[0]}),
	};
}
