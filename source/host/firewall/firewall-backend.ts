import type {Command} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';

/** A TCP port, and an address or a network that may come there. */
export type Pair = {readonly port: number; readonly address: string};

export const key = ({port, address}: Pair) => `${port} ${address}`;
/** Of loopback, or of one link alone: none by which another host is reached. */
export const unroutable = /^(?:127\.|::1$|fe80:)/i;
export const isNetwork = (address: string) => address.includes('/');
export const isV6 = (address: string) => address.includes(':');

/** How a firewall stands. */
export type Standing = {
	/** Whether it is open now, and after a restart, by any rule. */
	readonly isOpen: (pair: Pair) => boolean;
	/** The pairs of the rules that bear our mark. */
	readonly ours: readonly Pair[];
};

/** One kind of firewall. */
export type Backend<S extends Standing = Standing> = {
	/** Bash that prints how it stands for these ports, and what is ours; finds the peers' addresses in `$addresses`. */
	look(name: string, ports: readonly number[]): Command;
	parse(stdout: string, name: string): S;
	/** Opens what is wanted and not present, and closes what is ours and not wanted. */
	apply(context: Context, name: string, wanted: readonly Pair[], standing: S): Promise<void>;
};

/** An answer that was cut is none: what it lacks would be opened again, or never closed. */
export const tooMuch = (program: string): StepError =>
	new StepError(`${program} has more rules for these ports than can be read`, {
		hint: 'Let networks or a set of addresses in by one rule, in place of one rule for each address, then run it again.',
	});

/** The comment that marks a rule as ours, where rules can have comments. */
export const mark = (name: string) => `kafka-setup ${name}`;

/** What one set can hold: the addresses, or the networks, of one family that may come to a port. */
export type Group = {readonly port: number; readonly v6: boolean; readonly net: boolean; readonly addresses: readonly string[]};

/** Pairs in groups that one rule can hold. */
export function byPort(pairs: readonly Pair[]): readonly Group[] {
	const groups = new Map<string, Group & {addresses: string[]}>();
	for (const {port, address} of pairs) {
		const [v6, net] = [isV6(address), isNetwork(address)];
		const key = `${port} ${v6} ${net}`;
		const group = groups.get(key) ?? {port, v6, net, addresses: []};
		group.addresses.push(address);
		groups.set(key, group);
	}
	return [...groups.values()];
}
