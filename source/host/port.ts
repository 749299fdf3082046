import {type Command, sh} from '../core/command.ts';
import {StepError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import type {Context, Step} from '../core/plan.ts';
import {failed} from './shell.ts';

/** The units of throw-away listeners begin so: what looks for free ports passes over them. */
export const listenerUnit = 'kafka-setup-listen-';

export type PortSpec = {
	readonly port: number;
	/** Who wants it, such as `Kafka`. */
	readonly purpose: string;
	/** The systemd unit that may have it already; `.service` may be left out. */
	readonly unit?: string;
};
type Listener = {readonly port: number; readonly name?: string; readonly pid?: number; readonly unit?: string};

/** ss's lines, then `cgroup PID LINE` for every process in them. */
function question(ports: readonly PortSpec[]): Command {
	const filter = ports.map(({port}) => `sport = :${port}`).join(' or ');
	return sh`command -v ss >/dev/null || { echo no ss; exit 0; }
found=$(ss -Hltnp ${`( ${filter} )`}) || exit 1
printf '%s\\n' "$found"
while [[ $found =~ pid=([0-9]+) ]]; do
	pid=\${BASH_REMATCH[1]} found=\${found#*pid=$pid}
	while IFS= read -r line; do echo "cgroup $pid $line"; done <"/proc/$pid/cgroup"
done 2>/dev/null
true`;
}

/**
 * The unit of the system that a line of /proc/PID/cgroup names, which in a container starts with the units of the machine outside.
 * Units of a user have whatever names that user likes.
 */
function unitOf(cgroup: string): string | undefined {
	const kinds = cgroup.includes('/user.slice/') ? /\.scope$/ : /\.(service|scope)$/;
	return cgroup.split('/').findLast(part => kinds.test(part));
}

/**
 * A process that holds a port, as ss prints it. Its name is its own choice, quotes and what looks like an id in it: what counts is
 * the last id before the file descriptor.
 */
const holder = /\("(.*?)",pid=(\d+),fd=\d+\)(?=,\("|\)|$)/g;

function listenersIn(stdout: string): Listener[] {
	const units = new Map<number, string>();
	for (const [, pid, line] of stdout.matchAll(/^cgroup (\d+) (?:0|\d+:name=systemd|\d+:):(.*)$/gm)) {
		const unit = unitOf(line!);
		if (unit) units.set(Number(pid), unit);
	}
	return stdout.split('\n').flatMap((line): Listener[] => {
		const port = Number(/^LISTEN\s+\d+\s+\d+\s+\S*:(\d+)\s/.exec(line)?.[1]);
		if (!port) return [];
		const holders = [...line.matchAll(holder)].map(([, name, pid]) => ({name, pid: Number(pid)}));
		return holders.length === 0 ? [{port}] : holders.map(holder => ({port, ...holder, unit: units.get(holder.pid)}));
	});
}

/** A port that something else has; `stop` is the command that ends it, or shows what it is. */
export type TakenPort = {readonly port: number; readonly purpose: string; readonly by: string; readonly stop: string};

function taken({port, purpose}: PortSpec, {name, pid, unit}: Listener): TakenPort {
	const place = unit === undefined ? `pid ${pid}` : `pid ${pid}, unit ${unit}`;
	const by = pid === undefined ? 'something that names no process' : `${name} (${place})`;
	const stop = unit?.endsWith('.service')
		? sh`systemctl disable --now ${unit}`.text
		: pid === undefined
			? `ss -ltnp 'sport = :${port}'`
			: `kill ${pid}`;
	return {port, purpose, by, stop};
}

/**
 * The ports that are neither free nor listened on by their own unit alone. One command for all of them.
 * @throws StepError where the host can't say
 */
export async function takenPorts(context: Context, wanted: readonly PortSpec[]): Promise<readonly TakenPort[]> {
	if (wanted.length === 0) return [];
	const result = await context.exec(question(wanted));
	if (result.code !== 0) throw failed(context, 'ask for the ports in use (ss)', result);
	if (result.stdout === 'no ss\n') {
		throw new StepError(`${context.host.name} has no ss, which tells what listens on a port`, {
			hint: 'Install it there: package iproute2 (Debian, Ubuntu) or iproute (Red Hat), then run it again.',
		});
	}
	const listeners = listenersIn(result.stdout).filter(({unit}) => !unit?.startsWith(listenerUnit));
	return wanted.flatMap(spec => {
		const own = spec.unit && (/\.(service|scope)$/.test(spec.unit) ? spec.unit : `${spec.unit}.service`);
		const other = listeners.find(({port, unit}) => port === spec.port && (own === undefined || unit !== own));
		return other ? [taken(spec, other)] : [];
	});
}

/** What is to be said of one. */
export const takenText = ({port, purpose, by, stop}: TakenPort, host: string): Required<Pick<Change, 'what' | 'reason'>> => ({
	what: `port ${port} (${purpose}) on ${host} is taken by ${by}`,
	reason: `If it is not needed, stop it on ${host} (${stop}); else give ${purpose} another port in the cluster file.`,
});

/** Assertion: the port is free, or listened on by its own unit. */
export function port(spec: PortSpec): Step {
	return {
		id: `port-${spec.port}`,
		title: `Port ${spec.port} (${spec.purpose}) is free`,
		async check(context) {
			return (await takenPorts(context, [spec])).map(one => takenText(one, context.host.name));
		},
	};
}
