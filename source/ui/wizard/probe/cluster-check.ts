import type {CheckSheet} from '../../../core/check-sheet.ts';
import type {Failure} from '../../../core/events.ts';
import {failureOf} from '../../../core/failure.ts';
import type {Reading} from '../answers/reading.ts';
import {cleanPath} from '../local-path.ts';
import type {CheckAsked, HostProbe, TypedSecrets, WizardFunctions} from '../wizard-functions.ts';
import {usualPath, type WizardState} from '../wizard-state.ts';
import type {Probes} from './probes.ts';

/** How far the checks of the cluster are. */
export type ClusterCheck =
	/** They have not begun, and why. */
	| {readonly state: 'waiting'; readonly why: 'answers' | 'hosts' | 'login'}
	| {readonly state: 'looking'; readonly progress: string; readonly listen: boolean}
	| {readonly state: 'refused'; readonly problem: Failure}
	| {readonly state: 'done'; readonly sheet: CheckSheet; readonly asked: CheckAsked};

export type Checked = ClusterCheck & {readonly state: 'done'};

/** Whether ports can be tried with something that listens: two hosts or more were checked without it. */
export const mayListen = (check: ClusterCheck): check is Checked =>
	check.state === 'done' && !check.asked.listen && check.sheet.hosts.length - check.asked.without.length > 1;

/** Whether a host let us in, and told what it is. */
const isSeen = (probe: HostProbe | undefined): boolean => probe?.items.sudo?.state === 'ok' && probe.items.clock !== undefined;

/** What is to be checked, or why nothing is yet: it needs all answers, and hosts of which it is known whether they let us in. */
export function checkAsked(
	state: WizardState,
	{cluster, hosts, text}: Pick<Reading, 'cluster' | 'hosts' | 'text'>,
	probes: Probes,
	secrets: TypedSecrets,
): CheckAsked | (ClusterCheck & {readonly state: 'waiting'}) {
	if (cluster === undefined) return {state: 'waiting', why: 'answers'};
	const names = hosts.map(({name}) => name);
	if (!names.every(name => probes.get(name)?.done)) return {state: 'waiting', why: 'hosts'};
	const without = names.filter(name => !isSeen(probes.get(name)));
	if (without.length === names.length) return {state: 'waiting', why: 'login'};
	return {clusterText: text, path: cleanPath(usualPath(state)), secrets, without, listen: false};
}

/** The checks of the cluster, made once for the same answers whatever page is shown: each time they log in to databases. */
export type CheckStore = {
	/** A new object at each change; undefined before the first check. */
	readonly get: () => ClusterCheck | undefined;
	readonly subscribe: (listener: () => void) => () => void;
	/** Checks what is new or changed. */
	readonly want: (asked: CheckAsked) => void;
	/** Forgets what was found: what is wanted next is looked at, also if it is the same. */
	readonly again: () => void;
	/** Checks the same once more, and every port from every host with it. */
	readonly listen: () => void;
	readonly close: () => void;
};

/** Whether it is the same that is to be checked, with or without listeners. */
const same = (one: CheckAsked, other: CheckAsked) =>
	one.clusterText === other.clusterText &&
	one.path === other.path &&
	one.without.join() === other.without.join() &&
	one.secrets.size === other.secrets.size &&
	[...one.secrets].every(([field, secret]) => other.secrets.get(field) === secret);

/** @param notifyMs the shortest time between two notices of progress: each one redraws the screen. */
export function createCheck(check: WizardFunctions['check'], notifyMs = 100): CheckStore {
	const listeners = new Set<() => void>();
	let now: ClusterCheck | undefined;
	let last: {readonly asked: CheckAsked; readonly abort: AbortController} | undefined;
	let notice: NodeJS.Timeout | undefined;

	const notify = () => {
		clearTimeout(notice);
		notice = undefined;
		for (const listener of listeners) listener();
	};
	const put = (next: ClusterCheck | undefined) => {
		const isProgress = now?.state === 'looking' && next?.state === 'looking';
		now = next;
		if (isProgress) notice ??= setTimeout(notify, notifyMs);
		else notify();
	};
	const stop = () => {
		last?.abort.abort();
		last = undefined;
	};
	const begin = (asked: CheckAsked) => {
		stop();
		const own = {asked, abort: new AbortController()};
		last = own;
		const tell = (next: ClusterCheck) => {
			if (last === own) put(next);
		};
		tell({state: 'looking', progress: 'logging in', listen: asked.listen});
		check(asked, progress => tell({state: 'looking', progress, listen: asked.listen}), own.abort.signal).then(
			sheet => tell({state: 'done', sheet, asked}),
			(error: unknown) => tell({state: 'refused', problem: failureOf(error)}),
		);
	};
	return {
		get: () => now,
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		want(asked) {
			if (last === undefined || !same(asked, last.asked)) begin(asked);
		},
		listen() {
			if (last !== undefined) begin({...last.asked, listen: true});
		},
		again() {
			stop();
			put(undefined);
		},
		close() {
			stop();
			clearTimeout(notice);
			listeners.clear();
		},
	};
}
