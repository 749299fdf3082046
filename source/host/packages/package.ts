import {StepError} from '../../core/errors.ts';
import type {Change} from '../../core/events.ts';
import type {Facts} from '../../core/facts.ts';
import type {Context, ConvergeStep} from '../../core/plan.ts';
import {job} from '../job/job.ts';
import {apt} from './package-apt.ts';
import {dnf} from './package-dnf.ts';
import {explainPackages} from './package-explain.ts';
import type {Manager, Pin} from './package-manager.ts';

export type PackagesSpec = {
	/** Also names the unit that installs them, `kafka-setup-ID`. */
	readonly id: string;
	readonly title: string;
	readonly names: readonly string[] | ((facts: Facts) => readonly string[]);
	/** Without one a package that is missing gets the newest version. */
	readonly pin?: (() => Pin | undefined) | undefined;
};

export function managerOf({facts, host}: Context): {readonly manager: Manager; readonly program: string} {
	const program = facts.packageManager;
	if (program === undefined) {
		throw new StepError(`${host.name} has neither apt nor dnf nor yum`, {hint: 'Only hosts with one of them can be set up.'});
	}
	return {manager: program === 'apt' ? apt : dnf, program};
}

type Missing = {
	readonly name: string;
	/** As the package manager takes it. */
	readonly wanted: string;
	readonly change: Change;
};

async function missing(context: Context, {names, ...spec}: PackagesSpec): Promise<readonly Missing[]> {
	const pin = spec.pin?.();
	const {manager} = managerOf(context);
	const wanted = typeof names === 'function' ? names(context.facts) : names;
	const {stdout} = await context.exec(manager.query(wanted));
	const installed = manager.parse(stdout);
	return wanted.flatMap((name): readonly Missing[] => {
		const found = installed.get(name);
		const version = pin?.names.includes(name) ? pin.version : undefined;
		if (found?.broken) {
			return [{name, wanted: name, change: {what: `repair package ${name}`, reason: 'its installation was interrupted'}}];
		}
		if (found) return [];
		const what = `install package ${name}${version === undefined ? '' : ` ${version}`}`;
		return [
			{
				name,
				wanted: version === undefined ? name : manager.pin(name, version),
				change: {what, puts: [{kind: 'package', name}]},
			},
		];
	});
}

/**
 * Packages of the host's own package manager, all in one transaction that a lost link doesn't interrupt. It waits for
 * other package managers to finish, repairs what an interrupted one left, and starts no service. One that is installed is
 * left as it is, whatever its version.
 * @throws StepError if a package is not to be had
 */
export function packages(spec: PackagesSpec): ConvergeStep {
	return {
		id: spec.id,
		title: spec.title,
		check: async context => (await missing(context, spec)).map(({change}) => change),
		async apply(context) {
			const {manager, program} = managerOf(context);
			const names = (await missing(context, spec)).map(({wanted}) => wanted);
			if (names.length === 0) return;
			await job(context, {
				name: spec.id,
				command: manager.install(program, names, spec.pin?.()),
				as: manager.typed(program, names).text,
				what: `the installation of ${names.join(', ')}`,
				env: manager.env,
				explain: explainPackages,
			});
		},
	};
}
