import {type Command, Option} from 'commander';
import {dataLost, type Exit, replaced, skip} from './cli-options.ts';
import {exitCodeOfChecks} from './exit-codes.ts';

type Flags = {
	readonly reporter: 'auto' | 'plain' | 'json' | 'junit';
	readonly plain?: boolean;
	readonly acceptNewHostKeys?: boolean;
	readonly skip?: readonly string[];
	readonly fix?: boolean;
	readonly yes?: boolean;
	readonly replaced?: readonly string[];
	readonly dataLost?: readonly string[];
};

async function checkHosts(file: string, version: string, flags: Flags): Promise<number> {
	const {check} = await import('./commands/check.ts');
	const {failed, unreached, signalCode} = await check(file, {
		reporter: flags.plain ? 'plain' : flags.reporter,
		acceptNewHostKeys: flags.acceptNewHostKeys ?? false,
		version,
		skip: flags.skip ?? [],
		fix: flags.fix ?? false,
		yes: flags.yes ?? false,
		replaced: flags.replaced ?? [],
		dataLost: flags.dataLost ?? [],
	});
	return signalCode ?? exitCodeOfChecks(failed, unreached);
}

/** The command that checks hosts, and changes nothing there. @param version of kafka-setup */
export function addCheck(root: Command, exit: Exit, version: string): void {
	root
		.command('check')
		.description('check the hosts of the cluster file; changes nothing')
		.argument('<file>', 'the cluster file, or - for standard input')
		.addOption(new Option('--reporter <name>', 'output format').choices(['auto', 'plain', 'json', 'junit']).default('auto'))
		.option('--plain', 'the same as --reporter plain')
		.option('--accept-new-host-keys', 'accept unknown host keys and add them to known_hosts')
		.addOption(skip())
		.option('--fix', 'run what is safe to run of the fixes, after showing it')
		.option('--yes', 'with --fix: do not ask')
		.addOption(replaced())
		.addOption(dataLost())
		.action(async (file: string, flags: Flags) => exit(await checkHosts(file, version, flags)));
}
