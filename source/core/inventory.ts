/**
 * A host as the cluster file names it. What is absent is left to the operator's ssh_config and then to ssh's own
 * defaults: an unset user or port must not override them.
 */
export type Host = {
	/** The name in the cluster file; the other hosts reach it by this name. */
	readonly name: string;
	/** Where this machine reaches it, if not by its name: an address, a name or an ssh_config alias. */
	readonly address?: string;
	readonly port?: number;
	readonly user?: string;
	/** The address on which its services listen, as all tools print it; without one they listen on all that it has. */
	readonly bind?: string;
	/** Expected SHA256 fingerprints (`SHA256:…`) of its host keys. */
	readonly hostKeys?: readonly string[];
	/** Where it stands: what is lost together has one name. */
	readonly rack?: string;
	/** Settings of its services that the others don't have: service → key → value. */
	readonly properties?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};
