import {type Command, sh} from '../core/command.ts';
import {InputError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import type {Context, ConvergeStep} from '../core/plan.ts';
import {remoteWords} from '../core/text.ts';
import {must} from './shell.ts';

export type UserSpec = {
	readonly name: string;
	/** Its group; if the user is there already with another one, this one is added. */
	readonly group: string;
	/** Not created. `/nonexistent` by default. */
	readonly home?: string;
	/** `user-NAME` by default. */
	readonly id?: string;
};

/** What useradd takes everywhere: Debian's and Red Hat's rules both hold. */
const accountName = /^[a-z_][a-z0-9_-]{0,31}$/;

/** @throws InputError */
function unlessNames(...words: readonly string[]): void {
	for (const word of words) {
		if (accountName.test(word)) continue;
		throw new InputError(`${JSON.stringify(word)} is not a name for a system user or group.`, {
			hint: 'Lower-case letters, digits, _ and - are allowed, a letter first, 32 at most.',
		});
	}
}

type Making = {readonly change: Change; readonly command: Command};

const createGroup = (group: string): Making => ({
	change: {what: `create group ${group}`, puts: [{kind: 'group', name: group}]},
	command: sh`groupadd --system ${group}`,
});

const addMember = (name: string, group: string): Making => ({
	change: {what: `add user ${name} to group ${group}`},
	// usermod knows accounts of /etc/passwd alone, gpasswd those of a directory service too.
	command: sh`usermod --append --groups ${group} ${name} 2>/dev/null || gpasswd --add ${name} ${group}`,
});

const make = async (context: Context, {change, command}: Making) => must(context, command, {what: change.what});

/** A system account that can't log in, and its group. For software whose packages make none. */
export function user({name, group, home = '/nonexistent', id}: UserSpec): ConvergeStep {
	unlessNames(name, group);
	/** The last lines are what is missing: `group`, `user` or `member`. */
	const question = sh`getent group ${group} >/dev/null || echo group
if groups=$(id -Gn -- ${name} 2>/dev/null); then case " $groups " in *" "${group}" "*) ;; *) echo member ;; esac; else echo user; fi`;
	const createUser: Making = {
		change: {what: `create user ${name}`, puts: [{kind: 'user', name}]},
		command: sh`useradd --system --gid ${group} --home-dir ${home} --no-create-home --shell "$(command -v nologin || echo /usr/sbin/nologin)" ${name}`,
	};
	const makings = {group: createGroup(group), user: createUser, member: addMember(name, group)};
	const missing = (stdout: string) => {
		const lines = stdout.split('\n');
		return Object.entries(makings).flatMap(([word, making]) => (lines.includes(word) ? [making] : []));
	};
	return {
		id: id ?? `user-${name.replaceAll('_', '-')}`,
		title: `User ${name}`,
		async check(context) {
			const {stdout} = await context.exec(question);
			return missing(stdout).map(({change}) => change);
		},
		async apply(context) {
			const {stdout} = await context.exec(question);
			for (const making of missing(stdout)) await make(context, making);
		},
	};
}

/** So many accounts that are in a group beside its own are named. */
const mostNamed = 5;

/**
 * A group that no other account is in, for one that is there: what it alone may read is then not for the accounts that share its
 * first group. A process has it from its next start on.
 */
export function ownGroup({name, group}: Pick<UserSpec, 'name' | 'group'>): ConvergeStep {
	unlessNames(name, group);
	// The list of members lacks accounts whose first group it is. A directory service may have very many, or not answer.
	const question = sh`if found=$(getent group ${group}); then
	echo "members ,\${found##*:},"
	gid=\${found%:*}
	timeout 10 getent passwd | awk -F: -v gid="\${gid##*:}" -v name=${name} '$4 == gid && $1 != name { print "first", $1 }' | head -n ${mostNamed + 1}
else echo group; fi
case " $(id -Gn -- ${name} 2>/dev/null) " in *" "${group}" "*) ;; *) echo member ;; esac`;
	const look = async (context: Context) => {
		const lines = (await context.exec(question)).stdout.split('\n');
		const makings = [
			...(lines.includes('group') ? [createGroup(group)] : []),
			...(lines.includes('member') ? [addMember(name, group)] : []),
		];
		const behind = (word: string) => lines.filter(line => line.startsWith(word)).map(line => line.slice(word.length));
		const members = [...behind('members ').flatMap(line => line.split(',')), ...behind('first ')];
		return {makings, strangers: [...new Set(members)].filter(member => member !== '' && member !== name)};
	};
	return {
		id: `own-group-${group.replaceAll('_', '-')}`,
		title: `Group ${group}`,
		async check(context) {
			const {makings, strangers} = await look(context);
			const named = strangers.slice(0, mostNamed).map(member => remoteWords(member, 64));
			const who = named.join(', ') + (strangers.length > mostNamed ? ' and others' : '');
			if (strangers.length > 0) context.note(`${who} can read what is for ${name} alone: in group ${group}`);
			return makings.map(({change}) => change);
		},
		async apply(context) {
			for (const making of (await look(context)).makings) await make(context, making);
		},
	};
}
