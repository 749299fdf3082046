import type {RunEvent} from '../../core/events.ts';
import {cleanLine} from '../../core/text.ts';
import type {Placement} from '../../core/things.ts';
import {names} from '../../reporters/words.ts';

export type Remarks = {
	readonly watch: (event: RunEvent) => void;
	/** What was kept and what was left on the hosts, a line each. */
	readonly lines: () => readonly string[];
};

/** Gathers what the steps say of things that stay, as each said it last. */
export function remarks(): Remarks {
	const said = new Map<string, {readonly host: string; readonly notes: readonly string[]}>();
	return {
		watch(event) {
			if (event.type !== 'step-finished') return;
			const {stage, host, step} = event.ref;
			said.set(`${stage}/${host}/${step}`, {host, notes: event.notes.filter(note => /^(kept|left): /.test(note))});
		},
		lines() {
			const hosts = new Map<string, Set<string>>();
			for (const {host, notes} of said.values()) {
				for (const note of notes) hosts.set(note, (hosts.get(note) ?? new Set()).add(host));
			}
			return [...hosts].map(([note, on]) => `  ${cleanLine(note).replace(': ', ` on ${names([...on].sort())}: `)}`).sort();
		},
	};
}

/** What was put on hosts that the cluster file does not have any more: nobody logs in there. */
export function strangers(placed: readonly Placement[], hosts: readonly string[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const {host} of placed) if (!hosts.includes(host)) counts.set(host, (counts.get(host) ?? 0) + 1);
	return [...counts].map(([host, count]) => `  left on ${host}, which is not in the cluster file any more: ${count} things`);
}
