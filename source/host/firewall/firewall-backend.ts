import type {Command} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';

/** A TCP port, and an address that may come there. */
export type Pair = {readonly port: number; readonly address: string};

export const key = ({port, address}: Pair) => `${port} ${address}`;
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
	/** Bash that prints how it stands; finds the peers' addresses in `$addresses`. */
	look(name: string): Command;
	parse(stdout: string, name: string): S;
	/** Opens what is wanted and not present, and closes what is ours and not wanted. */
	apply(context: Context, name: string, wanted: readonly Pair[], standing: S): Promise<void>;
};

/** The comment that marks a rule as ours, where rules can have comments. */
export const mark = (name: string) => `kafka-setup ${name}`;

/** Pairs in groups that one rule can hold: by port and address family. */
export function byPort(
	pairs: readonly Pair[],
): readonly {readonly port: number; readonly v6: boolean; readonly addresses: readonly string[]}[] {
	const groups = new Map<string, {port: number; v6: boolean; addresses: string[]}>();
	for (const {port, address} of pairs) {
		const v6 = isV6(address);
		const group = groups.get(`${port} ${v6}`) ?? {port, v6, addresses: []};
		group.addresses.push(address);
		groups.set(`${port} ${v6}`, group);
	}
	return [...groups.values()];
}
