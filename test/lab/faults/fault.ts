import type {Overrides} from '../../helpers/lab.ts';

/** Where a fault has to be named, and how: by a check of `check FILE`, or by the step that fails and its diagnosis. */
export type Named =
	| {readonly check: string; readonly state?: 'failed' | 'warning'; readonly host?: string}
	/** `step` is `stage/step`; `diagnosis` is an id of docs/troubleshooting.md; without one, the message itself says it. */
	| {readonly step: string; readonly diagnosis?: string};

/** One fault that is caused for real. */
export type Fault = {
	/** Kebab-case, unique. */
	readonly id: string;
	/** What is wrong, as an operator would tell a colleague. */
	readonly title: string;
	/** Bash that causes it, as root on `host`; a fault of the cluster file alone has none. */
	readonly cause?: string;
	/** Where it is caused: the second of the three hosts by default. */
	readonly host?: string;
	/** What is wrong in the cluster file. */
	readonly file?: Overrides;
	readonly named: Named;
	/** What has to be said of it. */
	readonly says: RegExp;
	/** What has to be said of the way out. */
	readonly tells?: RegExp;
	/** Bash that applies that way out. */
	readonly fix?: string;
	/** The same of the cluster file, in place of `file`; by default a fault of the file alone is taken back. */
	readonly fixed?: Overrides;
	/** Bash that takes away what the cause made, once all is well. */
	readonly after?: string;
	/** How it is caused where the lab has no means for it: by an altered answer of the host. It is counted apart. */
	readonly altered?: true;
};
