import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

/**
 * A user, or a group, that we created is gone. While data of the cluster stays, so does its owner: another account could be
 * given the number that the files belong to.
 */
export function removeAccount(kind: 'user' | 'group', name: string, withData: boolean): ConvergeStep {
	const database = kind === 'user' ? 'passwd' : 'group';
	return {
		id: `${kind}-${name}`,
		title: `${kind === 'user' ? 'User' : 'Group'} ${name}`,
		async check(context) {
			const {code} = await context.exec(sh`getent ${database} ${name} >/dev/null`);
			if (code !== 0) return [];
			if (withData) return [{what: `remove ${kind} ${name}`, removes: [{kind, name}]}];
			stays(context, 'kept', `${kind} ${name}, which data of the cluster belongs to`);
			return [];
		},
		async apply(context) {
			// With the last of its users, a group of the same name goes by itself on most systems.
			const command = kind === 'user' ? sh`userdel -- ${name}` : sh`groupdel -- ${name} || ! getent group ${name} >/dev/null`;
			await must(context, command, {what: `remove ${kind} ${name}`});
		},
	};
}
