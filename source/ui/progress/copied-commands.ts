import type {RunState} from '../../core/state/run-state.ts';
import {cleanLines} from '../../core/text.ts';
import {names} from '../../core/view/words.ts';
import type {Shown} from './findings.ts';

export type Commands = {readonly title: string; readonly hosts: string; readonly lines: readonly string[]};

/** The command with the names of hosts left out: those that differ in nothing else are shown once. */
const alike = (command: string, hosts: readonly string[]): string =>
	[...hosts].sort((a, b) => b.length - a.length).reduce((text, host) => text.replaceAll(host, '*'), command);

/**
 * The start or the test commands of a run to copy: by stage, each once, in the order in which a host ran them. The host that
 * ran most of them comes first: what one did for all, such as creating a topic, stands before what uses it.
 */
export function commandsOf(kind: Shown['kind'], run: RunState, shown: readonly Shown[]): readonly Commands[] {
	const all = [...Object.keys(run.recap.hosts), 'localhost'];
	return run.stages.flatMap(stage => {
		const mine = shown.filter(one => one.kind === kind && one.stage === stage.id);
		if (mine.length === 0) return [];
		const order = (host: string) => stage.hosts.findIndex(({name}) => name === host);
		const hosts = [...new Set(mine.map(({host}) => host))].sort((a, b) => order(a) - order(b));
		const first = new Map<string, string>();
		const by = hosts.map(host => mine.filter(one => one.host === host)).sort((a, b) => b.length - a.length);
		for (const {command} of by.flat()) {
			const key = alike(command, all);
			if (!first.has(key)) first.set(key, command);
		}
		return [{title: stage.title, hosts: names(hosts), lines: [...first.values()].flatMap(cleanLines)}];
	});
}
