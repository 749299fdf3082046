import {within} from './system-directories.ts';

/** What a change can put on a host for good. */
export type ThingKind =
	| 'file'
	| 'directory'
	| 'data'
	| 'package'
	| 'service'
	| 'firewall'
	| 'key'
	| 'plugin'
	| 'archive'
	| 'link'
	| 'logs'
	| 'user'
	| 'group';

/**
 * One thing that stays on a host, by what it is found again: the path of a file or of a directory (`data`: one that a
 * service keeps its data in; `plugin`: a folder that another program filled; `archive`: one that an archive was
 * unpacked to; `logs`: one that services log to), the name of an account, the name of a package, of a unit, of a
 * group of firewall openings, the fingerprint of a key that the package manager trusts.
 */
export type Thing = {readonly kind: ThingKind; readonly name: string};

/** A thing, and the stage that put it on a host. */
export type Placement = {readonly host: string; readonly stage: string; readonly thing: Thing};

/** What stays as long as data does: whom its files belong to, what was logged about it, and what it lies in. */
export const staysWithData = ({kind, name}: Thing, data: readonly string[]): boolean =>
	['data', 'logs', 'user', 'group'].includes(kind) || (kind === 'directory' && data.some(path => within(path, name)));
