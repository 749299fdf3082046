import type {HostProbe, ProbeTarget, TypedSecrets, WizardFunctions} from '../wizard-functions.ts';

export type Probes = ReadonlyMap<string, HostProbe>;

/** Looks at hosts in the background, whatever page is shown. */
export type ProbeStore = {
	/** Host name → what is known. A new map at each change. */
	readonly get: () => Probes;
	readonly subscribe: (listener: () => void) => () => void;
	/** Probes what is new or changed, and stops what is gone. */
	readonly want: (targets: readonly ProbeTarget[], secrets: TypedSecrets) => void;
	/** While someone types how to log in, nothing is tried with half of it: what was wanted meanwhile is looked at afterwards. */
	readonly hold: (held: boolean) => void;
	/** Looks again at these hosts, or at all. */
	readonly again: (names?: readonly string[]) => void;
	readonly close: () => void;
};

type Running = {readonly key: string; readonly target: ProbeTarget; readonly stop: () => void};

/** A database password opens no host. */
const loginFields = ['ssh.password', 'ssh.passphrase', 'ssh.sudoPassword'] as const;

const nothing: HostProbe = {items: {}, done: false};

/** @param notifyMs the shortest time between two notices: each one redraws the screen. */
export function createProbes(probe: WizardFunctions['probe'], notifyMs = 100): ProbeStore {
	const running = new Map<string, Running>();
	const listeners = new Set<() => void>();
	let probes: Probes = new Map();
	let secrets: TypedSecrets = new Map();
	let held = false;
	let wanted: (() => void) | undefined;
	let notice: NodeJS.Timeout | undefined;

	const notify = () => {
		notice ??= setTimeout(() => {
			notice = undefined;
			for (const listener of listeners) listener();
		}, notifyMs);
	};
	const put = (name: string, found: HostProbe | undefined) => {
		const next = new Map(probes);
		if (found === undefined) next.delete(name);
		else next.set(name, found);
		probes = next;
		notify();
	};
	const stop = (name: string) => {
		running.get(name)?.stop();
		running.delete(name);
	};
	const start = (target: ProbeTarget, key: string) => {
		const {name} = target.host;
		stop(name);
		put(name, nothing);
		let live = true;
		const end = probe(target, secrets, found => {
			if (live) put(name, found);
		});
		const halt = () => {
			live = false;
			end();
		};
		running.set(name, {key, target, stop: halt});
	};
	const look = (targets: readonly ProbeTarget[], typed: TypedSecrets) => {
		const same = loginFields.every(field => typed.get(field) === secrets.get(field));
		secrets = typed;
		const names = new Set(targets.map(target => target.host.name));
		for (const name of [...running.keys()].filter(one => !names.has(one))) {
			stop(name);
			put(name, undefined);
		}
		for (const target of targets) {
			const key = JSON.stringify(target);
			const known = running.get(target.host.name);
			if (known?.key !== key || !same) start(target, key);
		}
	};
	return {
		get: () => probes,
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		want(targets, typed) {
			wanted = () => look(targets, typed);
			if (!held) wanted();
		},
		hold(hold) {
			const released = held && !hold;
			held = hold;
			// What is wanted now is told right after this.
			if (released) queueMicrotask(() => held || wanted?.());
		},
		again(names) {
			for (const {target, key} of [...running.values()]) {
				if (names === undefined || names.includes(target.host.name)) start(target, key);
			}
		},
		close() {
			for (const name of [...running.keys()]) stop(name);
			clearTimeout(notice);
			listeners.clear();
		},
	};
}
