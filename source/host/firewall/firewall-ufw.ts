import {type Command, joined, sh} from '../../core/command.ts';
import {isCut} from '../../core/connection.ts';
import {must} from '../shell.ts';
import {type Backend, key, mark, type Pair, type Standing, tooMuch} from './firewall-backend.ts';

const anywhere = new Set(['0.0.0.0/0', '::/0', 'any']);

type Rule = Pair & {readonly comment: string};

/** `### tuple ### allow tcp 2181 0.0.0.0/0 any 10.0.0.2 in comment=6b61…`, as ufw keeps its rules */
function parseRule(line: string): Rule | undefined {
	const match = /^### tuple ### allow (?:tcp|any) (\d+) (\S+) any (\S+) in(?: comment=([0-9a-f]+))?\s*$/.exec(line);
	if (!match || !anywhere.has(match[2]!)) return undefined;
	const comment = Buffer.from(match[4] ?? '', 'hex').toString();
	return {port: Number(match[1]), address: match[3]!.replace(/\/(32|128)$/, ''), comment};
}

function parse(stdout: string, name: string): Standing {
	if (isCut(stdout)) throw tooMuch('ufw');
	const rules = stdout.split('\n').flatMap(line => parseRule(line) ?? []);
	const open = new Set(rules.map(key));
	return {isOpen: pair => open.has(key(pair)), ours: rules.filter(({comment}) => comment === mark(name))};
}

const rule = ({port, address}: Pair): Command => sh`allow proto tcp from ${address} to any port ${port}`;

/** ufw loads a rule and keeps it for the next start in one go. */
export const ufw: Backend = {
	// No rules that deny: fail2ban may add one for each address that it bans.
	look: (name, ports) => {
		const ours = `^### tuple ### allow .* comment=${Buffer.from(mark(name)).toString('hex')}`;
		const wanted = ports.map(port => ['-e', `^### tuple ### allow (tcp|any) ${port} `]);
		return sh`cat /etc/ufw/user.rules /etc/ufw/user6.rules 2>/dev/null | grep -E -e ${ours} ${wanted.flat()}`;
	},
	parse,
	async apply(context, name, wanted, {isOpen, ours}) {
		const keep = new Set(wanted.map(key));
		const commands = [
			...wanted.filter(pair => !isOpen(pair)).map(pair => sh`ufw ${rule(pair)} comment ${mark(name)}`),
			...ours.filter(pair => !keep.has(key(pair))).map(pair => sh`ufw delete ${rule(pair)}`),
		];
		if (commands.length > 0) await must(context, joined(commands, ' && '), {what: 'open ports in ufw'});
	},
};
