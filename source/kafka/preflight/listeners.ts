import {type Command, sh} from '../../core/command.ts';
import {pause} from '../../core/pause.ts';
import type {Context} from '../../core/plan.ts';
import {lockRoot} from '../../host/lock/host-lock.ts';
import {listenerUnit} from '../../host/port.ts';

/** Seconds after which a listener ends by itself, if nobody ends it. */
const lifeSeconds = 60;

/** How long the hosts wait for each other, in milliseconds. */
const patienceMs = 15_000;

/** The ports of a host on which something listens: a throw-away listener of ours, or a service. */
export type Listening = {readonly ours: ReadonlySet<number>; readonly others: ReadonlySet<number>};

/** The ports of a host, and whether a listener may take those that are free: of services that run or ran there it may not. */
export type Ports = {readonly ports: readonly number[]; readonly may: boolean};

const nobody: Listening = {ours: new Set(), others: new Set()};

/**
 * What one host does to be tried by the others: by a program that comes with systemd, as a transient unit that can't outlive its time. Not
 * where a run is at work, which may be about to start what needs the port, and not where `may` says no.
 */
const begin = (unit: string, {ports, may}: Ports): Command => sh`taken=$(ss -Hltn) || exit 0
listen=() free=()
for port in ${ports}; do
	case $taken in *":$port "*) echo "other $port" ;; *) listen+=(-l "$port") free+=("$port") ;; esac
done
[ ${may ? 'yes' : ''} ] && [ ! -e ${`${lockRoot}/lock/owner`} ] && [ \${#free[@]} -gt 0 ] && command -v systemd-socket-activate >/dev/null || exit 0
systemd-run -q --collect --unit=${unit} -p RuntimeMaxSec=${lifeSeconds} -- "$(command -v systemd-socket-activate)" -a "\${listen[@]}" /bin/true || exit 0
for try in {1..30}; do
	taken=$(ss -Hltn) left=
	for port in "\${free[@]}"; do case $taken in *":$port "*) ;; *) left=1 ;; esac; done
	[ "$left" ] || { printf 'ours %s\\n' "\${free[@]}"; exit 0; }
	sleep 0.1
done`;

const end = (unit: string): Command => sh`systemctl stop ${unit}.service 2>/dev/null; true`;

function listeningIn(stdout: string): Listening {
	const of = (word: string) =>
		new Set([...stdout.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].map(([, port]) => Number(port)));
	return {ours: of('ours'), others: of('other')};
}

type Gate = {readonly open: () => void; readonly opened: Promise<void>};

function gate(): Gate {
	let open = () => {};
	const opened = new Promise<void>(resolve => {
		open = resolve;
	});
	return {open, opened};
}

/** Hosts that listen for each other at the same time. */
export type Listeners = {
	/**
	 * Listens on a host's ports, calls `attempt` once all hosts listen, with what each listens on, and ends the listener when all have
	 * tried. A host that does not come is not waited for longer than some seconds.
	 */
	meet<T>(context: Context, ports: Ports, attempt: (listening: (name: string) => Listening) => Promise<T>): Promise<T>;
};

/** @param hosts the names of those that take part @param token makes the names of their units unique */
export function createListeners(hosts: readonly string[], token: string): Listeners {
	const unit = `${listenerUnit}${token}`;
	const listening = new Map<string, Listening>();
	const gates = (): ReadonlyMap<string, Gate> => new Map(hosts.map(name => [name, gate()]));
	const [there, done] = [gates(), gates()];
	const all = async (waited: ReadonlyMap<string, Gate>, signal: AbortSignal) => {
		// A timer that goes on would keep the program from its end.
		const met = new AbortController();
		const opened = Promise.all([...waited.values()].map(one => one.opened)).then(() => met.abort());
		await Promise.race([opened, pause(patienceMs, AbortSignal.any([signal, met.signal]))]);
	};
	return {
		async meet({exec, host, signal}, ports, attempt) {
			try {
				listening.set(host.name, listeningIn((await exec(begin(unit, ports))).stdout));
				there.get(host.name)?.open();
				await all(there, signal);
				return await attempt(name => listening.get(name) ?? nobody);
			} finally {
				there.get(host.name)?.open();
				done.get(host.name)?.open();
				await all(done, signal);
				await exec(end(unit));
			}
		},
	};
}
