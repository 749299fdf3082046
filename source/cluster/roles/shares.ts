/** How hosts are shared out among the services. */
export type Shares = {
	/** An odd number of them, which hold the cluster together. */
	readonly ensemble: readonly string[];
	readonly brokers: readonly string[];
	readonly registry: readonly string[];
	readonly worker: readonly string[];
};

/** The largest odd number of members that the hosts can hold, up to `most`. */
export function oddMembers(hosts: readonly string[], most: number): readonly string[] {
	const count = Math.min(hosts.length, most);
	return hosts.slice(0, count % 2 === 0 ? count - 1 : count);
}

/** Where the members go that keep the metadata, whichever role has them. */
export const keeperPlacement = {
	usual: ({ensemble}: Shares) => ensemble,
	brokerOnEvery: (hosts: readonly string[]) => oddMembers(hosts, hosts.length < 9 ? 3 : 5),
};

/** How many of its members a majority can lose. */
export const tolerated = (members: number): number => Math.max(0, Math.ceil(members / 2) - 1);

/** Few hosts share the services, five give registry and worker hosts of their own, from six on ensemble and brokers are apart. */
export function sharesOf(hosts: readonly string[]): Shares {
	const count = hosts.length;
	const last = hosts.slice(-1);
	if (count < 5) return {ensemble: oddMembers(hosts, 3), brokers: hosts, registry: hosts.slice(0, 1), worker: last};
	const three = hosts.slice(0, 3);
	if (count === 5) return {ensemble: three, brokers: three, registry: hosts.slice(3, 4), worker: last};
	const own = count < 7 ? 0 : count < 8 ? 1 : 2;
	return {
		ensemble: three,
		brokers: hosts.slice(3, count - own),
		registry: own === 0 ? hosts.slice(0, 1) : hosts.slice(count - own, count - own + 1),
		worker: own === 0 ? hosts.slice(1, 2) : last,
	};
}
