/** ssh_config's HostKeyAlgorithms. */
export type HostKeyAlgorithms = {
	readonly names: readonly string[];
	/** They are asked for in this order, and not in that of the keys that are known. */
	readonly inThisOrder: boolean;
};

/**
 * What `ssh -G` prints for a host, of which `standard` is what it prints where ssh_config says nothing. As in OpenSSH a list of
 * one's own is kept in its order, but not one that only adds to the standard one (`+ssh-rsa`).
 */
export function algorithmsOf(printed: string | undefined, standard: string | undefined): HostKeyAlgorithms | undefined {
	if (printed === undefined) return undefined;
	return {
		names: printed.split(','),
		inThisOrder: standard === undefined || (printed !== standard && !printed.startsWith(`${standard},`)),
	};
}
