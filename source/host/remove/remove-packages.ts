import {sh} from '../../core/command.ts';
import type {Change} from '../../core/events.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {job} from '../job/job.ts';
import {managerOf} from '../packages/package.ts';
import {explainPackages} from '../packages/package-explain.ts';
import {forgetBefore, packagesBefore} from '../packages/packages-before.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

type Found = {
	/** To be removed, by name. */
	readonly own: readonly string[];
	/** Those that only they need. */
	readonly auto: readonly string[];
	/** Why the others stay. */
	readonly left: readonly string[];
};

function parse(stdout: string): Found {
	const lines = stdout
		.split('\n')
		.filter(Boolean)
		.map(line => line.split(' '))
		// A name of another form would be an option, or none of a package.
		.filter(([, name = '']) => /^[a-z0-9][\w.+:-]*$/i.test(name));
	const named = (...words: readonly string[]) => lines.filter(([word]) => words.includes(word!)).map(([, name]) => name!);
	const left = lines.flatMap(([word, name, ...by]) => {
		if (word === 'before') return [`package ${name} was installed before`];
		if (word === 'unrecorded') return [`package ${name}, for ${packagesBefore} does not say whether it was installed before`];
		if (word === 'edited') return [`the configuration of package ${name}, of which a file was changed by hand`];
		return word === 'needed' ? [`package ${name} is needed by ${by.join(', ')}`] : [];
	});
	return {own: named('own', 'rest'), auto: named('auto'), left};
}

async function look(context: Context, names: readonly string[]): Promise<Found> {
	const {stdout} = await must(context, managerOf(context).manager.removable(names), {what: 'look at the packages'});
	return parse(stdout);
}

/**
 * Packages that we have installed are gone, with what only they needed: all in one job that a lost link doesn't interrupt.
 * One that the host had before, or that another one needs, stays.
 */
export function removePackages({names}: {readonly names: readonly string[]}): ConvergeStep {
	return {
		id: 'packages',
		title: 'Packages',
		async check(context) {
			const {own, auto, left} = await look(context, names);
			for (const what of left) stays(context, 'left', what);
			const changes: Change[] = own.map(name => ({what: `remove package ${name}`, removes: [{kind: 'package', name}]}));
			if (auto.length > 0) {
				const what = auto.length === 1 ? `remove package ${auto[0]}` : `remove ${auto.length} more packages`;
				changes.push({what, reason: auto.length === 1 ? 'nothing else needs it' : `nothing else needs ${auto.join(', ')}`});
			}
			return changes;
		},
		async apply(context) {
			const {manager, program} = managerOf(context);
			const {own, auto} = await look(context, names);
			const going = [...own, ...auto];
			await job(context, {
				name: 'remove-packages',
				command: manager.remove(program, going),
				as: manager.typedRemove(program, going).text,
				what: `the removal of ${own.join(', ')}`,
				env: manager.env,
				explain: explainPackages,
			});
		},
	};
}

/** The host does not remember any longer what it had before us. */
export function forgetPackages(): ConvergeStep {
	return {
		id: 'packages-before',
		title: 'List of earlier packages',
		async check(context) {
			const {code} = await context.exec(sh`[ -e ${packagesBefore} ]`);
			return code === 0 ? [{what: `remove ${packagesBefore}`}] : [];
		},
		async apply(context) {
			await must(context, forgetBefore, {what: `remove ${packagesBefore}`});
		},
	};
}
