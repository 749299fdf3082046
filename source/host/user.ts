import {type Command, sh} from '../core/command.ts';
import {InputError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import type {ConvergeStep} from '../core/plan.ts';
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

/** A system account that can't log in, and its group. For software whose packages make none. */
export function user({name, group, home = '/nonexistent', id}: UserSpec): ConvergeStep {
	for (const word of [name, group]) {
		if (!accountName.test(word)) {
			throw new InputError(`${JSON.stringify(word)} is not a name for a system user or group.`, {
				hint: 'Lower-case letters, digits, _ and - are allowed, a letter first, 32 at most.',
			});
		}
	}
	/** The last lines are what is missing: `group`, `user` or `member`. */
	const question = sh`getent group ${group} >/dev/null || echo group
if groups=$(id -Gn -- ${name} 2>/dev/null); then case " $groups " in *" "${group}" "*) ;; *) echo member ;; esac; else echo user; fi`;
	const changes: readonly (readonly [string, Change, Command])[] = [
		['group', {what: `create group ${group}`, puts: [{kind: 'group', name: group}]}, sh`groupadd --system ${group}`],
		[
			'user',
			{what: `create user ${name}`, puts: [{kind: 'user', name}]},
			sh`useradd --system --gid ${group} --home-dir ${home} --no-create-home --shell "$(command -v nologin || echo /usr/sbin/nologin)" ${name}`,
		],
		['member', {what: `add user ${name} to group ${group}`}, sh`usermod --append --groups ${group} ${name}`],
	];
	const missing = (stdout: string) => {
		const lines = stdout.split('\n');
		return changes.filter(([word]) => lines.includes(word));
	};
	return {
		id: id ?? `user-${name.replaceAll('_', '-')}`,
		title: `User ${name}`,
		async check(context) {
			const {stdout} = await context.exec(question);
			return missing(stdout).map(([, change]) => change);
		},
		async apply(context) {
			const {stdout} = await context.exec(question);
			for (const [, change, command] of missing(stdout)) await must(context, command, {what: change.what});
		},
	};
}
