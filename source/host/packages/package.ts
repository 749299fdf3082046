import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Facts} from '../../core/facts.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {job} from '../job/job.ts';
import {apt} from './package-apt.ts';
import {dnf} from './package-dnf.ts';
import {explainPackages} from './package-explain.ts';
import type {Manager} from './package-manager.ts';

export type PackagesSpec = {
	/** Also names the unit that installs them, `kafka-setup-ID`. */
	readonly id: string;
	readonly title: string;
	readonly names: readonly string[] | ((facts: Facts) => readonly string[]);
	/** The version all of them must have, without the packager's release (`7.9.2`, not `7.9.2-1`); any installed one if absent. */
	readonly version?: string;
};

export function managerOf({facts, host}: Context): {readonly manager: Manager; readonly program: string} {
	const program = facts.packageManager;
	if (program === undefined) {
		throw new StepError(`${host.name} has neither apt nor dnf nor yum`, {hint: 'Only hosts with one of them can be set up.'});
	}
	return {manager: program === 'apt' ? apt : dnf, program};
}

/** Compares the numbers of two upstream versions. */
function isNewer(one: string, other: string): boolean {
	const [a, b] = [one, other].map(version => version.split(/[.~+]/).map(part => Number.parseInt(part, 10) || 0));
	for (let at = 0; at < Math.max(a!.length, b!.length); at++) {
		const difference = (a![at] ?? 0) - (b![at] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return false;
}

type Missing = {readonly name: string; readonly change: Change};

async function missing(context: Context, {names, version}: PackagesSpec): Promise<readonly Missing[]> {
	const {manager} = managerOf(context);
	const wanted = typeof names === 'function' ? names(context.facts) : names;
	const {stdout} = await context.exec(manager.query(wanted));
	const installed = manager.parse(stdout);
	return wanted.flatMap(name => {
		const found = installed.get(name);
		if (!found) {
			const what = `install package ${name}${version === undefined ? '' : ` ${version}`}`;
			return [{name, change: {what, puts: [{kind: 'package', name}]}}];
		}
		if (found.broken) return [{name, change: {what: `repair package ${name}`, reason: 'its installation was interrupted'}}];
		if (version === undefined || found.version === version) return [];
		if (isNewer(found.version, version)) {
			throw new StepError(`${context.host.name} has ${name} ${found.version}, which is newer than the wanted ${version}`, {
				hint: 'Packages are never taken back to an older version. Ask for the installed version, or a newer one.',
			});
		}
		return [{name, change: {what: `update package ${name} from ${found.version} to ${version}`}}];
	});
}

/**
 * Packages of the host's own package manager, all in one transaction that a lost link doesn't interrupt. It waits for
 * other package managers to finish, mends what an interrupted one left, and starts no service.
 * @throws StepError if a package is not to be had, or is installed in a newer version than wanted.
 */
export function packages(spec: PackagesSpec): ConvergeStep {
	return {
		id: spec.id,
		title: spec.title,
		check: async context => (await missing(context, spec)).map(({change}) => change),
		async apply(context) {
			const {manager, program} = managerOf(context);
			const names = (await missing(context, spec)).map(({name}) =>
				spec.version === undefined ? name : manager.pin(name, spec.version),
			);
			if (names.length === 0) return;
			await job(context, {
				name: spec.id,
				command: manager.install(program, names),
				as: manager.typed(program, names).text,
				what: `the installation of ${names.join(', ')}`,
				env: manager.env,
				explain: explainPackages,
			});
		},
	};
}
