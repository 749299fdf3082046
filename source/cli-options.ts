import {Option} from 'commander';

export type Exit = (code: number) => void;

export const reporter = () => new Option('--reporter <name>', 'output format').choices(['auto', 'plain', 'json']).default('auto');

const repeated = (flags: string, description: string) =>
	new Option(flags, `${description} (repeatable)`).argParser((value: string, earlier: readonly string[] = []) => [
		...earlier,
		value,
	]);
export const replaced = () => repeated('--replaced <host>', 'accept that this host was replaced or its data changed');
export const dataLost = () => repeated('--data-lost <host>', 'accept that data whose only copy was on this host is gone');

export const skip = () => repeated('--skip <check>', 'leave out this check of the hosts, by its id');

export const thorough = () => new Option('--thorough', 'run the test commands of every stage, also where nothing changed');
