import type {HostKeyAlgorithms} from './host-key-algorithms.ts';

export type Lookup = {
	/** What the operator would give to ssh. */
	readonly alias: string;
	readonly user: string | undefined;
	readonly port: number | undefined;
	readonly configFile: string | undefined;
	/** As `-J` says: the jump hosts, in place of what ssh_config has. */
	readonly jump?: string;
};

/** Keys as `ssh -G` prints them, in lower case, with all values. */
export type RawConfig = {
	get(key: string): string | undefined;
	all(key: string): readonly string[];
	/** Whether ssh_config says something else than ssh's own default. */
	isSet(key: string): boolean;
	/** The paths of a key that takes several. @throws ConnectError where they can be read in more than one way */
	files(key: string): readonly string[];
	/** HostKeyAlgorithms; undefined: all. */
	readonly algorithms: HostKeyAlgorithms | undefined;
};
