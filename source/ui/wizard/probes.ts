import type {HostProbe, ProbeTarget, TypedSecrets, WizardFunctions} from './wizard-functions.ts';

export type Probes = ReadonlyMap<string, HostProbe>;

/** Looks at hosts in the background, whatever page is shown. */
export type ProbeStore = {
	/** Host name → what is known. A new map at each change. */
	readonly get: () => Probes;
	readonly subscribe: (listener: () => void) => () => void;
	/** Probes what is new or changed, and stops what is gone. */
	readonly want: (targets: readonly ProbeTarget[], secrets: TypedSecrets) => void;
	/** Looks again at these hosts, or at all. */
	readonly again: (names?: readonly string[]) => void;
	readonly close: () => void;
};

type Running = {readonly key: string; readonly target: ProbeTarget; readonly stop: () => void};

const nothing: HostProbe = {items: {}, done: false};

/** @param notifyMs the shortest time between two notices: each one redraws the screen. */
export function createProbes(probe: WizardFunctions['probe'], notifyMs = 100): ProbeStore {
	const running = new Map<string, Running>();
	const listeners = new Set<() => void>();
	let probes: Probes = new Map();
	let secrets: TypedSecrets = new Map();
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
	return {
		get: () => probes,
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		want(targets, typed) {
			const same = typed.size === secrets.size && [...typed].every(([field, secret]) => secrets.get(field) === secret);
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
