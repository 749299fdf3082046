import type {ConvergeStep} from '../../core/plan.ts';
import {job} from '../job/job.ts';
import {type Held, heldVersion, installedVersion} from './hold.ts';
import {managerOf} from './package.ts';
import {explainPackages} from './package-explain.ts';

/** The version that all hosts install: that of the first of them which knows one. Its source may be ahead of the others' mirrors. */
export type Agreement = {version: string | undefined};

/** What a package manager calls a version, `1:7.9.2-1`, without epoch and release. */
const newestIn = (stdout: string) => /^newest (?:\d+:)?(\d[\w.+~]*)-[\w.+~]+$/m.exec(stdout)?.[1];

/**
 * Has the package lists of a host read, and agrees with the others on the version to install. Where packages are installed
 * already, theirs counts; else what a run settled that was cut before they were, where it is still to be had. @param repository the name of the package source
 */
export function agreedVersion({leader, family}: Held, repository: string, agreement: Agreement): ConvergeStep {
	const asked = new Set<string>();
	return {
		id: 'version',
		title: 'Version of the packages',
		async check(context) {
			if (asked.has(context.host.name)) return [];
			const known = (await installedVersion(context, leader)) ?? (await heldVersion(context, repository, leader));
			if (known === undefined)
				return [{what: `settle the version of ${family}, one for all hosts: the newest that the package source has`}];
			agreement.version ??= known;
			return [];
		},
		async apply(context) {
			const {manager, program} = managerOf(context);
			const {command, as} = manager.newest(program, leader, repository);
			const stdout = await job(context, {
				name: 'version',
				command,
				as: as.text,
				what: 'reading the package lists',
				env: manager.env,
				explain: explainPackages,
			});
			agreement.version ??= newestIn(stdout);
			asked.add(context.host.name);
		},
	};
}
