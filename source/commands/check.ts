import {nearest} from '../cluster/file/nearest.ts';
import {type CheckSheet, countsOf} from '../core/check-sheet.ts';
import {InputError} from '../core/errors.ts';
import {catalogue} from '../kafka/preflight/catalogue.ts';
import {askSecret} from '../local/ask-secret.ts';
import {readClusterFile} from '../local/cluster-file.ts';
import {createSecretResolver} from '../local/secrets.ts';
import {type HostChecks, openChecks} from '../run/check-hosts.ts';
import {openCluster} from '../run/cluster-session.ts';
import {installation} from '../run/operation.ts';
import {sayCut} from '../run/record/cut-destroy.ts';
import {printAsIs, say} from '../run/terminal/say.ts';
import {stopOnSignals} from '../run/terminal/stop-signals.ts';
import {lookOf} from '../run/terminal/surface.ts';
import {applyFixes} from './check-fixes.ts';

export type CheckOptions = {
	readonly reporter: 'auto' | 'plain' | 'json' | 'junit';
	readonly acceptNewHostKeys: boolean;
	readonly version: string;
	/** The ids of checks that are left out. */
	readonly skip: readonly string[];
	/** Does what is safe to do, after showing it; `yes`: without asking. */
	readonly fix: boolean;
	readonly yes: boolean;
	readonly replaced: readonly string[];
	readonly dataLost: readonly string[];
};

export type CheckResult = {
	readonly failed: number;
	/** Hosts that were not reached, or did not let us in. */
	readonly unreached: number;
	readonly signalCode: number | undefined;
};

/** @throws InputError for an id that no check has */
export function skipped(ids: readonly string[]): ReadonlySet<string> {
	const known = catalogue.map(({id}) => id);
	for (const id of ids) {
		if (known.includes(id)) continue;
		const near = nearest(id, known);
		throw new InputError(`there is no check ${id}${near === undefined ? '' : `; did you mean ${near}?`}`, {
			hint: `The checks are: ${known.join(', ')}.`,
		});
	}
	return new Set(ids);
}

/** Prints a sheet in the form that was asked for. */
async function tell(sheet: CheckSheet, reporter: CheckOptions['reporter']): Promise<void> {
	if (reporter === 'json') return printAsIs((await import('../reporters/check-json.ts')).checkJson(sheet));
	if (reporter === 'junit') return printAsIs((await import('../reporters/junit.ts')).junit(sheet));
	const [{checkText}, {createLook}] = await Promise.all([import('../reporters/check-text.ts'), import('../reporters/look.ts')]);
	const look = createLook({
		...lookOf(process.env, process),
		...(process.stdout.columns === undefined ? {} : {columns: process.stdout.columns}),
	});
	printAsIs(`${checkText(sheet, look).join('\n')}\n`);
}

/**
 * Checks the hosts of a cluster file, and changes nothing without `fix`.
 * @throws InputError for what is wrong with the file, a local file, or an option
 */
export async function check(file: string, options: CheckOptions): Promise<CheckResult> {
	const {reporter, acceptNewHostKeys, version, replaced, dataLost, fix, yes} = options;
	const skip = skipped(options.skip);
	const cluster = await readClusterFile(file);
	if (file !== '-') await sayCut(file, say);
	const signals = stopOnSignals(say);
	let checks: HostChecks | undefined;
	try {
		const session = await openCluster({
			cluster,
			file: file === '-' ? undefined : file,
			mode: 'check',
			operation: installation({stage: 'preflight'}, {all: true, skip, listen: true}),
			replaced,
			dataLost,
			acceptNewHostKeys,
			secrets: createSecretResolver(askSecret),
			version,
			say,
		});
		checks = await openChecks({...session, skip, stop: signals.stop, drop: signals.drop});
		let sheet = await checks.look();
		if (fix) {
			if (reporter === 'auto' || reporter === 'plain') await tell(sheet, reporter);
			const again = await applyFixes(sheet, checks, yes);
			if (again) sheet = await checks.look();
			if (again || reporter === 'json' || reporter === 'junit') await tell(sheet, reporter);
		} else {
			await tell(sheet, reporter);
		}
		return {failed: countsOf(sheet).failed, unreached: checks.failures.length, signalCode: signals.code()};
	} finally {
		await checks?.close();
		signals.release();
	}
}
