import {type Report, type RunEvent, stepKey} from '../../core/events.ts';
import {cleanLine} from '../../core/text.ts';
import type {Placement} from '../../core/things.ts';
import {names} from '../../core/view/words.ts';

type Staying = Extract<Report, {readonly kind: 'kept' | 'left'}>;

export type Remarks = {
	readonly watch: (event: RunEvent) => void;
	/** What was kept and what was left on the hosts, a line each. */
	readonly lines: () => readonly string[];
};

/** Gathers what the steps say of things that stay, as each said it last. */
export function remarks(): Remarks {
	const said = new Map<string, {readonly host: string; readonly staying: readonly Staying[]}>();
	return {
		watch(event) {
			if (event.type !== 'step-finished') return;
			const staying = (event.reports ?? []).flatMap(one => (one.kind === 'kept' || one.kind === 'left' ? [one] : []));
			said.set(stepKey(event.ref), {host: event.ref.host, staying});
		},
		lines() {
			const hosts = new Map<string, Staying & {readonly on: Set<string>}>();
			for (const {host, staying} of said.values()) {
				for (const one of staying) {
					const key = `${one.kind} ${one.what}`;
					hosts.set(key, {...one, on: (hosts.get(key)?.on ?? new Set()).add(host)});
				}
			}
			return [...hosts.values()].map(({kind, what, on}) => `  ${kind} on ${names([...on].sort())}: ${cleanLine(what)}`).sort();
		},
	};
}

/** What was put on hosts that the cluster file does not have any more: nobody logs in there. */
export function strangers(placed: readonly Placement[], hosts: readonly string[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const {host} of placed) if (!hosts.includes(host)) counts.set(host, (counts.get(host) ?? 0) + 1);
	return [...counts].map(([host, count]) => `  left on ${host}, which is not in the cluster file any more: ${count} things`);
}
