import {readFileSync} from 'node:fs';
import {Command, CommanderError} from 'commander';
import {addCheck} from './cli-check.ts';
import {dataLost, type Exit, replaced, reporter, skip, thorough} from './cli-options.ts';
import type {Installed} from './commands/install/install.ts';
import type {LogsOptions} from './commands/logs.ts';
import type {Mode} from './core/events.ts';
import {failureOf} from './core/failure.ts';
import {exitCodeOf, exitCodeOfError, exitCodes} from './exit-codes.ts';
import {differenceText} from './reporters/difference-text.ts';
import {createLook} from './reporters/look.ts';
import {printAsIs, say} from './run/terminal/say.ts';

const {version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {version: string};

type Flags = {
	readonly reporter: 'auto' | 'plain' | 'json';
	readonly plain?: boolean;
	readonly verbose?: boolean;
	readonly acceptNewHostKeys?: boolean;
	readonly detailedExitcode?: boolean;
	readonly host?: string;
	readonly yes?: boolean;
	readonly replaced?: readonly string[];
	readonly dataLost?: readonly string[];
	readonly thorough?: boolean;
	readonly downstream?: boolean;
	readonly data?: string;
	readonly confirm?: string;
	readonly skip?: readonly string[];
};

/** What went wrong, for a person; JSON lines stay alone on standard output. */
function complain(error: unknown): number {
	const {message, hint, tail, differences = []} = failureOf(error);
	const bug = tail === undefined ? [] : tail;
	const look = createLook({colour: false, unicode: false});
	const more = hint === undefined ? [] : ['', hint];
	say([`kafka-setup: ${message}`, ...differences.flatMap(one => differenceText(one, look)), ...bug, ...more].join('\n'));
	return exitCodeOfError(error);
}

const howToRun = (flags: Flags) => ({
	reporter: flags.plain ? ('plain' as const) : flags.reporter,
	verbose: flags.verbose ?? false,
	acceptNewHostKeys: flags.acceptNewHostKeys ?? false,
	version,
});

/** How a run checks its hosts. */
async function checksOf({skip}: Flags) {
	if (skip === undefined) return undefined;
	const {skipped} = await import('./commands/check.ts');
	return {all: false, skip: skipped(skip)};
}

async function runMode(mode: Mode, file: string, flags: Flags, stage?: string): Promise<number> {
	const [{runFile}, {installation}] = await Promise.all([import('./run/run.ts'), import('./run/operation.ts')]);
	const result = await runFile({
		...howToRun(flags),
		file,
		mode,
		operation: installation({[flags.downstream ? 'from' : 'stage']: stage, host: flags.host}, await checksOf(flags)),
		replaced: flags.replaced ?? [],
		dataLost: flags.dataLost ?? [],
		thorough: flags.thorough ?? false,
	});
	if (result.wantsEdit && file !== '-') return install(flags, file, 'review');
	return result.signalCode ?? exitCodeOf(result.finished, mode, flags.detailedExitcode ?? false);
}

async function goOn(cluster: string | undefined, flags: Flags): Promise<number> {
	const {resume} = await import('./commands/resume/resume.ts');
	const result = await resume(cluster, {...howToRun(flags), yes: flags.yes ?? false});
	if (result === undefined) return exitCodes.done;
	if (result.wantsEdit) return install(flags, result.file, 'review');
	return result.signalCode ?? exitCodeOf(result.finished, 'apply', false);
}

async function takeAway(file: string, {data, confirm, ...flags}: Flags): Promise<number> {
	const {destroy} = await import('./commands/destroy/destroy.ts');
	const result = await destroy(file, {
		...howToRun(flags),
		...(data === undefined ? {} : {data}),
		...(confirm === undefined ? {} : {confirm}),
	});
	return result === undefined ? exitCodes.done : (result.signalCode ?? exitCodeOf(result.finished, 'apply', false));
}

/** The wizard, and the run that comes of it. */
async function install(flags: Flags, file?: string, page?: 'review'): Promise<number> {
	const {install: ask} = await import('./commands/install/install.ts');
	const installed = await ask({
		...howToRun(flags),
		plain: flags.plain ?? false,
		replaced: flags.replaced ?? [],
		...(file === undefined ? {} : {file}),
		...(page === undefined ? {} : {page}),
	});
	// A host that does not answer is still being tried; nobody waits for it any more. Writes to a terminal are done when they return.
	if (installed.end !== 'run') process.exit(codeOf(installed));
	return codeOf(installed);
}

function codeOf(installed: Installed): number {
	switch (installed.end) {
		case 'run':
			return installed.result.signalCode ?? exitCodeOf(installed.result.finished, 'apply', false);
		case 'left':
			return exitCodes.done;
		case 'interrupted':
			return installed.signalCode ?? exitCodes.interrupted;
		case 'demo':
			return installed.code;
	}
}

/** What every command that runs on hosts takes. */
const running = (command: Command) =>
	command
		.argument('<file>', 'the cluster file, or - for standard input')
		.addOption(reporter())
		.option('--plain', 'append-only output, no live display: the same as --reporter plain')
		.option('--accept-new-host-keys', 'accept unknown host keys and add them to known_hosts')
		.option('--verbose', 'also show unchanged steps');

/** Commands that install, compare and test. */
function addRuns(root: Command, exit: Exit): void {
	const act = (mode: Mode) => async (file: string, flags: Flags) => exit(await runMode(mode, file, flags));
	root
		.command('install')
		.description('interactive wizard (default command)')
		.argument('[file]', 'a cluster file to begin with')
		.option('--plain', 'line-by-line prompts: for screen readers and simple terminals')
		.action(async (file: string | undefined, flags: Flags) => exit(await install({...flags, reporter: 'auto'}, file)));
	addCheck(root, exit, version);
	running(root.command('apply').description('apply the cluster file, then run tests'))
		.addOption(skip())
		.addOption(replaced())
		.addOption(dataLost())
		.addOption(thorough())
		.action(act('apply'));
	running(root.command('plan').description('show what apply would change; changes nothing'))
		.addOption(skip())
		.addOption(replaced())
		.addOption(dataLost())
		.option('--detailed-exitcode', `exit with ${exitCodes.changesPending} when something would change`)
		.action(act('check'));
	running(root.command('test').description('run the test commands of every stage; changes nothing')).action(act('test'));
	running(
		root
			.command('stage')
			.description('apply a single stage')
			.argument('<name>', 'preflight, platform, controller, zookeeper, kafka, schema-registry, connect or smoke-test'),
	)
		.option('--host <name>', 'limit to one host')
		.option('--downstream', 'include all later stages')
		.addOption(thorough())
		.action(async (name: string, file: string, flags: Flags) => exit(await runMode('apply', file, flags, name)));
}

/** Commands about a run that was stopped, and about what it put on the hosts. */
function addReturns(root: Command, exit: Exit): void {
	root
		.command('resume')
		.description('resume an interrupted run')
		.argument('[cluster]', 'its name, or its cluster file; the newest that is unfinished by default')
		.addOption(reporter())
		.option('--plain', 'append-only output, no live display')
		.option('--accept-new-host-keys', 'accept unknown host keys and add them to known_hosts')
		.option('--verbose', 'also show unchanged steps')
		.option('--yes', 'do not ask, even if the cluster file has changed')
		.action(async (cluster: string | undefined, flags: Flags) => exit(await goOn(cluster, flags)));
	running(root.command('destroy').description('remove everything kafka-setup installed; data is kept'))
		.option('--data <name>', 'also delete data; NAME must match the cluster')
		.option('--confirm <name>', 'the name of the cluster, without being asked')
		.action(async (file: string, flags: Flags) => exit(await takeAway(file, flags)));
}

/** Commands that install nothing. */
function addOthers(root: Command, exit: Exit): void {
	root
		.command('logs')
		.description('show the log of the last run')
		.argument('[cluster]', 'its name, or its cluster file; the newest by default')
		.option('--run <name>', 'another run, by the beginning of its name in the list')
		.option('--list', 'list the runs that have a log')
		.option('--host <name>', 'only this host')
		.option('--json', 'its events as JSON lines')
		.option('--file', 'the text of the cluster file at the last run')
		.option('--explain <file>', 'what a log file of a service, or - for standard input, says of its failure')
		.action(async (cluster: string | undefined, {explain, ...flags}: LogsOptions & {readonly explain?: string}) => {
			if (explain !== undefined) {
				const {explainLog} = await import('./commands/explain-log.ts');
				return exit(await explainLog(explain));
			}
			const {logs} = await import('./commands/logs.ts');
			await logs(cluster, flags);
		});
	root
		.command('unlock')
		.description('release locks left by a dead run')
		.argument('<file>', 'the cluster file')
		.option('--accept-new-host-keys', 'accept unknown host keys and add them to known_hosts')
		.option('--yes', 'skip the confirmation')
		.action(async (file: string, flags: Flags) => {
			const {unlock} = await import('./commands/unlock.ts');
			await unlock(file, {acceptNewHostKeys: flags.acceptNewHostKeys ?? false, yes: flags.yes ?? false});
		});
	root
		.command('bundle')
		.description('collect logs, settings and states of the last run in one archive, without secrets')
		.argument('[cluster]', 'its name, or its cluster file; the newest by default')
		.option('--accept-new-host-keys', 'accept unknown host keys and add them to known_hosts')
		.option('--yes', 'write it without asking')
		.action(async (cluster: string | undefined, flags: Flags) => {
			const {bundle} = await import('./commands/bundle/bundle.ts');
			await bundle(cluster, {acceptNewHostKeys: flags.acceptNewHostKeys ?? false, yes: flags.yes ?? false, version});
		});
	root
		.command('config')
		.description('about the cluster file')
		.command('schema')
		.description('print its JSON Schema')
		.action(async () => {
			const {configSchema} = await import('./commands/config-schema.ts');
			printAsIs(configSchema());
		});
}

function program(exit: Exit): Command {
	const root = new Command('kafka-setup')
		.description('From bare Linux hosts to a running, proven Kafka platform, over SSH.')
		.version(version)
		.exitOverride()
		.showSuggestionAfterError()
		.addHelpText(
			'after',
			`
Exit codes:
  0 done   1 a step failed   2 wrong input, nothing changed   3 preflight failed, nothing changed
  4 host unreachable or login failed, nothing changed   5 host locked by another run, nothing changed
  10 a test failed (test)   20 changes pending (plan --detailed-exitcode)   130 stopped by Ctrl+C

Examples:
  kafka-setup                             the wizard: asks, shows the plan, installs
  kafka-setup check kafka-setup.yaml      what speaks against an installation; changes nothing
  kafka-setup plan kafka-setup.yaml       what would change, and why; changes nothing
  kafka-setup apply kafka-setup.yaml      install or update, then test
  kafka-setup test kafka-setup.yaml       run the test commands alone
  kafka-setup resume                      resume the last unfinished run
  kafka-setup destroy kafka-setup.yaml    uninstall, keep data
  kafka-setup logs                        full log of the last run`,
		);
	addRuns(root, exit);
	addReturns(root, exit);
	addOthers(root, exit);
	return root;
}

/** Runs a command line. Sets `process.exitCode`, and lets Node end by itself so that all output gets out. */
export async function main(argv: readonly string[]): Promise<void> {
	const exit = (code: number) => {
		process.exitCode = code;
	};
	try {
		// Not commander's default command: a misspelt command would be taken for a file.
		const bare = argv.every(word => word === '--plain');
		await program(exit).parseAsync(bare ? ['install', ...argv] : argv, {from: 'user'});
	} catch (error) {
		if (error instanceof CommanderError) exit(error.exitCode === 0 ? exitCodes.done : exitCodes.input);
		else exit(complain(error));
	}
}
