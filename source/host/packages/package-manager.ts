import type {Command} from '../../core/command.ts';

/** What a package manager says of a package; `broken` if its installation was interrupted. */
export type Installed = {readonly version: string; readonly broken: boolean};

/** The version that packages get which are not installed yet. */
export type Pin = {
	/** The repository of them, and a glob of the names of all that have that version there. */
	readonly repository: string;
	readonly family: string;
	/** Those that are asked for. */
	readonly names: readonly string[];
	/** Without the packager's release (`7.9.2`, not `7.9.2-1`). */
	readonly version: string;
};

/** How one family of package managers is asked and told. */
export type Manager = {
	/** Bash that lists the installed ones of `names`, and always succeeds. */
	query(names: readonly string[]): Command;
	parse(stdout: string): ReadonlyMap<string, Installed>;
	/**
	 * Bash of a job that reads the package lists where they may have changed, and prints `newest VERSION-RELEASE` of a package that
	 * can be installed; and what the operator would type. @param repository the only one that is asked, where rpm is
	 */
	newest(program: string, name: string, repository: string): {readonly command: Command; readonly as: Command};
	/** A name with the version it must have, as the package manager takes it. */
	pin(name: string, version: string): string;
	/** What the operator would type. */
	typed(program: string, names: readonly string[]): Command;
	/** Bash of the job. @param pin what they depend on in its family has its version, too, unless something before it saw to that */
	install(program: string, names: readonly string[], pin?: Pin): Command;
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
