import {nearest} from '../cluster/file/nearest.ts';
import {type CheckSheet, countsOf} from '../core/check-sheet.ts';
import type {Command} from '../core/command.ts';
import {InputError} from '../core/errors.ts';
import {catalogue} from '../kafka/preflight/catalogue.ts';
import {fixes} from '../kafka/preflight/fixes.ts';
import {askSecret} from '../local/ask-secret.ts';
import {readClusterFile} from '../local/cluster-file.ts';
import {confirm} from '../local/confirm.ts';
import {createSecretResolver} from '../local/secrets.ts';
import {type HostChecks, openChecks} from '../run/check-hosts.ts';
import {openCluster} from '../run/cluster-session.ts';
import {installation} from '../run/operation.ts';
import {printAsIs, say} from '../run/terminal/say.ts';
import {stopOnSignals} from '../run/terminal/stop-signals.ts';
import {hasTerminal, lookOf} from '../run/terminal/surface.ts';

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

type Fix = {readonly host: string; readonly check: string; readonly command: Command};

/** What is safe to do about a sheet. */
const fixesOf = ({hosts, cell}: CheckSheet): readonly Fix[] =>
	fixes.flatMap(({check, command}) => {
		const bad = hosts.filter(({name}) => ['warning', 'failed'].includes(cell(check, name)?.state ?? 'ok'));
		return bad.map(({name}) => ({host: name, check, command}));
	});

/** Shows what would be done, asks, and does it. Whether anything was done. */
async function applyFixes(sheet: CheckSheet, checks: HostChecks, yes: boolean): Promise<boolean> {
	const safe = fixesOf(sheet);
	if (safe.length === 0) {
		say('\nNothing here is safe to fix by itself: the fixes above are for you to decide on.');
		return false;
	}
	say(
		`\nWhat can be fixed now, until the next boot:\n${safe.map(({host, check, command}) => `  ${host}  $ ${command.text}  (${check})`).join('\n')}`,
	);
	if (!yes && !hasTerminal(process)) {
		throw new InputError('no terminal available for the prompt', {hint: 'To fix this without being asked: --fix --yes'});
	}
	if (!yes && !(await confirm('Run these commands as root?'))) return false;
	for (const {host, command} of safe) {
		const {code, stderr} = await checks.fix(host, command);
		if (code !== 0) say(`${host}: ${command.text} exited with ${code}: ${stderr.trim()}`);
	}
	return true;
}

/**
 * Checks the hosts of a cluster file, and changes nothing without `fix`.
 * @throws InputError for what is wrong with the file, a local file, or an option
 */
export async function check(file: string, options: CheckOptions): Promise<CheckResult> {
	const {reporter, acceptNewHostKeys, version, replaced, dataLost, fix, yes} = options;
	const skip = skipped(options.skip);
	const cluster = await readClusterFile(file);
	const signals = stopOnSignals(say);
	let checks: HostChecks | undefined;
	try {
		const session = await openCluster({
			cluster,
			file: file === '-' ? undefined : file,
			mode: 'check',
			operation: installation({stage: 'preflight'}, {all: true, skip}),
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
