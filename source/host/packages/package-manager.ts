import type {Command} from '../../core/command.ts';

/** What a package manager says of a package; `broken` if its installation was interrupted. */
export type Installed = {readonly version: string; readonly broken: boolean};

/** How one family of package managers is asked and told. */
export type Manager = {
	/** Bash that lists the installed ones of `names`, and always succeeds. */
	query(names: readonly string[]): Command;
	parse(stdout: string): ReadonlyMap<string, Installed>;
	/** A name with the version it must have, as the package manager takes it. */
	pin(name: string, version: string): string;
	/** What the operator would type. */
	typed(program: string, names: readonly string[]): Command;
	/** Bash of the job. */
	install(program: string, names: readonly string[]): Command;
	/**
	 * Bash that says which of these are ours to remove, a line each: `own NAME`, `auto NAME` for one that only those need,
	 * `rest NAME` for one of which only configuration is left; and why not: `before NAME`, `unrecorded NAME`, `needed NAME BY…`.
	 * `edited NAME`: its configuration stays, for a file of it was changed by hand.
	 */
	removable(names: readonly string[]): Command;
	/** What the operator would type. */
	typedRemove(program: string, names: readonly string[]): Command;
	/** Bash of the job that removes these and no others. */
	remove(program: string, names: readonly string[]): Command;
	readonly env: Readonly<Record<string, string>>;
};
