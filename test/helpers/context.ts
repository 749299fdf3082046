import type {Connection} from '../../source/core/connection.ts';
import type {Report} from '../../source/core/events.ts';
import type {Facts} from '../../source/core/facts.ts';
import type {Context} from '../../source/core/plan.ts';

export const debian: Facts = {
	osId: 'debian',
	osFamily: ['debian'],
	osVersion: '12',
	osName: 'Debian GNU/Linux 12 (bookworm)',
	packageManager: 'apt',
	systemd: 252,
	hostname: 'kafka-01',
	machineId: '5d4140c3a1ac4a6c8d4d0d3b6b0a2f11',
	memoryMb: 16_000,
	cores: 4,
	firewall: undefined,
	nft: false,
	addresses: [],
	selinux: false,
	clockSkew: 0,
};

export const rocky: Facts = {
	...debian,
	osId: 'rocky',
	osFamily: ['rocky', 'rhel', 'centos', 'fedora'],
	osVersion: '9.4',
	osName: 'Rocky Linux 9.4 (Blue Onyx)',
	packageManager: 'dnf',
	selinux: true,
	firewall: 'firewalld',
};

/** What a step told the operator. */
export type Seen = {
	/** Commands as the operator saw them. */
	readonly shown: string[];
	readonly notes: string[];
	readonly reports: Report[];
	readonly waiting: string[];
	readonly progress: {readonly bytes: number; readonly of: number}[];
	/** The turn, once it was taken, and whether it was to be the last one. */
	readonly turns: {readonly last: boolean}[];
	/** Why it stepped back, each time. */
	readonly steppedBack: string[];
	/** How often it said that it is up. */
	ups: number;
};

/** A step's context on host kafka-01, a Debian, that records what the step told. */
export function fakeContext(connection: Connection, overrides: Partial<Context> = {}): Context & {readonly seen: Seen} {
	const seen: Seen = {shown: [], notes: [], reports: [], waiting: [], progress: [], turns: [], steppedBack: [], ups: 0};
	return {
		seen,
		host: {name: 'kafka-01'},
		facts: debian,
		signal: new AbortController().signal,
		exec: (command, options) => connection.exec(command, options),
		dial: (host, port) => connection.dial(host, port),
		show(command, {as, ...options} = {}) {
			seen.shown.push(as ?? command.text);
			return connection.exec(command, options);
		},
		async ask(what, _byHand, ask) {
			seen.shown.push(`? ${what}`);
			return ask();
		},
		byCommands: () => true,
		waiting: what => void seen.waiting.push(what),
		progress: (bytes, of) => void seen.progress.push({bytes, of}),
		note: text => void seen.notes.push(text),
		report: report => void seen.reports.push(report),
		async turn({last} = {}) {
			if (seen.turns.length === 0) seen.turns.push({last: (await last?.()) ?? false});
		},
		stepBack: async reason => void seen.steppedBack.push(reason),
		up() {
			seen.ups += 1;
		},
		...overrides,
	};
}
