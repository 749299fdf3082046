import {ConnectError} from '../../core/errors.ts';
import {expandPath, expandTokens} from './expand.ts';
import type {Lookup, RawConfig} from './raw-config.ts';

/** The jump hosts that ssh_config puts before a host, outermost first, each as it is to be looked up itself. `tokens` are the host's own. */
export function jumpsOf(lookup: Lookup, raw: RawConfig, tokens: Readonly<Record<string, string>>): readonly Lookup[] {
	const {alias, configFile} = lookup;
	const jump = lookup.jump ?? raw.get('proxyjump');
	if (jump !== undefined && jump !== 'none') {
		return jump.split(',').map(word => {
			const hop = expandTokens(word.trim(), tokens);
			return parseJump(alias, hop, configFile);
		});
	}
	const only = jumpOfCommand(raw.get('proxycommand') ?? 'none');
	if (only === undefined) return [];
	return [{...parseJump(alias, expandTokens(only.jump, tokens), only.configFile), ...only.options}];
}

/** The ProxyCommand that connects to a host, where it is none that a ProxyJump could stand for. */
export function proxyCommandOf(lookup: Lookup, raw: RawConfig): string | undefined {
	const jump = lookup.jump ?? raw.get('proxyjump');
	const command = raw.get('proxycommand');
	if (command === undefined || command === 'none' || (jump !== undefined && jump !== 'none')) return undefined;
	return jumpOfCommand(command) === undefined ? command : undefined;
}

type OnlyJump = {
	readonly jump: string;
	readonly configFile: string | undefined;
	readonly options: {readonly user?: string; readonly port?: number};
};

/** `ssh -W %h:%p JUMPHOST`, also with -q, -l, -p or -F, says in an older way what ProxyJump says. */
function jumpOfCommand(command: string): OnlyJump | undefined {
	const words = command.trim().split(/[ \t]+/);
	if (words[0] === 'exec') words.shift();
	if (!/^(?:\/[\w./-]*\/)?ssh$/.test(words.shift() ?? '') || words.some(word => !/^[\w.:@%[\]~/+-]+$/.test(word)))
		return undefined;
	const given = new Map<string, string>();
	const hosts: string[] = [];
	for (let word = words.shift(); word !== undefined; word = words.shift()) {
		if (word === '-q') continue;
		const flag = /^-([WlpF])(.*)$/.exec(word);
		if (flag !== null) given.set(flag[1]!, flag[2] === '' ? (words.shift() ?? '') : flag[2]!);
		else if (word.startsWith('-')) return undefined;
		else hosts.push(word);
	}
	const [jump] = hosts;
	if (jump === undefined || hosts.length > 1 || !['%h:%p', '[%h]:%p'].includes(given.get('W') ?? '')) return undefined;
	const [user, port, configFile] = [given.get('l'), given.get('p'), given.get('F')];
	if (port !== undefined && !/^\d+$/.test(port)) return undefined;
	return {
		jump,
		configFile: configFile === undefined ? undefined : expandPath(configFile),
		options: {...(user === undefined ? {} : {user}), ...(port === undefined ? {} : {port: Number(port)})},
	};
}

/** `[ssh://][user@]host[:port]`, an IPv6 address in brackets. */
function parseJump(target: string, word: string, configFile: string | undefined): Lookup {
	const match = /^(?:ssh:\/\/)?(?:([^@%]+)@)?(?:\[([^\]]+)\]|([^:@/%]+))(?::(\d+))?\/?$/.exec(word);
	const alias = match?.[2] ?? match?.[3];
	if (match === null || alias === undefined) {
		throw new ConnectError(`${target}: the jump host “${word}” in ssh_config is not of the form user@host:port.`, {
			hint: 'Fix ProxyJump in ssh_config.',
		});
	}
	return {alias, user: match[1], port: match[4] === undefined ? undefined : Number(match[4]), configFile};
}
