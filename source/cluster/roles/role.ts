import type {ManagedKey} from '../managed-key.ts';

/** A port that a role listens on. */
export type RolePort = {
	/** Its key in the section of the role. */
	readonly key: string;
	readonly fallback: number;
	/** Who uses it, as a check names it. */
	readonly purpose: string;
	/** It listens on the loopback address alone. */
	readonly local?: boolean;
	/** It is open where the role has several members. */
	readonly amongMembers?: boolean;
};

/** The numbers that its members carry. */
export type IdRange = {
	readonly what: string;
	readonly lowest: number;
	readonly highest: number;
	/** The variable of a host in an Ansible inventory that holds it. */
	readonly variable: string;
};

/**
 * What a service gets of the host's memory: a share of it, and the bounds in MiB that keep it sensible. The upper bounds are
 * those of Confluent's own playbooks (confluentinc/cp-ansible: 1g, 6g, 1g, 2g); the rest of the memory is the page cache,
 * which a broker lives on.
 */
export type HeapShare = {readonly share: number; readonly least: number; readonly most: number};

/** What there is to know of a role without a host: everything that names it in a file, a page or a plan follows from here. */
export type RoleDescriptor = {
	/** As the cluster file has it, under `roles` and as the section of its settings. */
	readonly id: string;
	/** As people call it. */
	readonly title: string;
	/** The same where room is short. */
	readonly short: string;
	/** The systemd unit of its service. */
	readonly unit: string;
	readonly ports: readonly RolePort[];
	/** The key of its section that names its data directory, or several. */
	readonly data?: 'dataDir' | 'dataDirs';
	readonly ids?: IdRange;
	readonly heap: HeapShare;
	/** Properties that `extraProperties` of its section may not hold. */
	readonly managed: readonly ManagedKey[];
	/** The names that Ansible inventories have for the group of its hosts. */
	readonly groups: readonly string[];
};
