/**
 * One known_hosts or ssh_config that is put to ssh and to us. In its texts stand NAME for the server's name in known_hosts
 * (`[127.0.0.1]:PORT`), PORT, DIR for the directory of its files (FROMHOME: with a tilde), SHARED for one that all cases share, RIGHT for the
 * server's ed25519 key, RSA, ECDSA and SMALL (RSA, 1024 bits) for its others, WRONG for another ed25519 key, WRONGRSA, and
 * HASH(name) for a hashed name.
 */
export type OracleCase = {
	readonly title: string;
	/** The operator's known_hosts, DIR/known. */
	readonly known?: string;
	/** ssh_config of the host; the first value of a key counts, and the usual ones follow. */
	readonly config?: string;
	/** ssh_config before the host's block. */
	readonly before?: string;
	/** More files in DIR. */
	readonly files?: Readonly<Record<string, string>>;
	/** The keys of the server: ed25519 alone where it is not said. */
	readonly keys?: 'all' | 'small';
	/** Where we refuse what ssh takes, on purpose: in this mode of StrictHostKeyChecking, or in both. */
	readonly stricter?: 'yes' | 'accept-new' | 'both';
};

/** Rows of known_hosts with a title, for one ssh_config. */
export const rows = (config: string, list: readonly (readonly [string, string, OracleCase['stricter']?])[]): OracleCase[] =>
	list.map(([title, known, stricter]) => ({
		title,
		known,
		...(config === '' ? {} : {config}),
		...(stricter === undefined ? {} : {stricter}),
	}));
