import type {Cluster, Connector, SecretRef} from '../../cluster/cluster.ts';
import type {Assigned, FoundIds, Numbered} from '../../cluster/ids.ts';
import type {NumberedRole} from '../../cluster/roles.ts';
import type {CheckSheet} from '../../core/check-sheet.ts';
import type {Change, Failure} from '../../core/events.ts';
import type {Host} from '../../core/inventory.ts';
import type {Secret} from '../../core/secret.ts';
import type {Transport} from '../../core/transports.ts';
import type {Answers, SecretField} from './answers/answers.ts';
import type {PageId} from './page-order.ts';

/** What is read of a host, in the order of the table. `cluster` is judged by what is answered (membership.ts). */
export const probeItems = ['reach', 'hostKey', 'login', 'sudo', 'os', 'java', 'memory', 'disk', 'clock', 'cluster'] as const;
export type ProbeItem = (typeof probeItems)[number];

export type Finding = {
	readonly state: 'looking' | 'ok' | 'doubtful' | 'bad';
	/** A word or two for the table, such as `Debian 12`. */
	readonly text: string;
	/** What it means and what to do, for a finding that is not ok. */
	readonly hint?: string;
};

/** The cluster that a host is in, by what it keeps of it. `bad`: that cannot be used. */
export type Membership =
	| {
			readonly cluster: string;
			/** Its hosts, where the host knows them. */
			readonly hosts: readonly string[];
			/** The cluster file of it that this machine knows, absolute. */
			readonly file?: string;
			/** A destroy that has not finished: since when, and the command that finishes it. */
			readonly removal?: {readonly since: string; readonly finish: string};
	  }
	| {readonly bad: 'damaged' | 'newer'};

/** What is known of a host so far. */
export type HostProbe = {
	readonly items: Readonly<Partial<Record<ProbeItem, Finding>>>;
	/** The key of a host that known_hosts does not know: nothing more is asked of it before the key is accepted. */
	readonly unknownKey?: {readonly type: string; readonly fingerprint: string};
	/** What its data directories say of ids, whatever its roles. */
	readonly ids?: FoundIds;
	/** Absent for a host that is in no cluster. */
	readonly belongs?: Membership;
	/** Nothing more will come. */
	readonly done: boolean;
};

/** Gives ids as an installation would. */
export type GiveIds = (asked: Numbered, disks: ReadonlyMap<string, FoundIds>) => Pick<Assigned<Numbered>, 'given' | 'conflicts'>;

/** Where and how a host is to be looked at. A probe of the same target gives the same answer, so only a changed one is probed anew. */
export type ProbeTarget = {
	/** With the accepted host keys. */
	readonly host: Host;
	readonly ssh: {
		readonly user?: string;
		readonly port?: number;
		readonly transport?: Transport;
		readonly identityFile?: string;
		readonly configFile?: string;
		readonly knownHostsFile?: string;
		readonly proxyJump?: string;
		readonly password?: SecretRef;
		readonly jumpPassword?: SecretRef;
		readonly passphrase?: SecretRef;
		readonly sudoPassword?: SecretRef;
	};
	/** Where ids may stand on its disks. */
	readonly directories: Readonly<Record<NumberedRole, readonly string[]>>;
};

/** Secrets that were typed into the wizard; the cluster file has `prompt:` for them. */
export type TypedSecrets = ReadonlyMap<SecretField, Secret>;

export type DriverFacts = {
	/** The jar's file name. */
	readonly name: string;
	readonly driverClass: string;
	/** The oldest Java that it runs on. */
	readonly java: number;
	readonly bytes: number;
	readonly sha256: string;
};

export type ConnectorFacts = {
	/** Such as `confluentinc-kafka-connect-jdbc`. */
	readonly name: string;
	readonly version: string;
	/** Of its files. */
	readonly count: number;
	readonly bytes: number;
};

/** What was found of an archive of this machine; nothing of one that the hosts fetch. */
export type ArchiveFacts = {readonly bytes?: number};

/** A cluster whose hosts are to be checked, as the file at a path. */
export type CheckAsked = {
	readonly clusterText: string;
	readonly path: string;
	readonly secrets: TypedSecrets;
	/** Hosts that let nobody in: they are left out. */
	readonly without: readonly string[];
	/** Hosts listen on their free ports for some seconds, so that every port is tried from every host. */
	readonly listen: boolean;
};

/** A remark of a step; `weighty` is one about a change. */
export type PlannedNote = {readonly text: string; readonly weighty: boolean};
export type PlannedHost = {
	readonly name: string;
	readonly changes: readonly Change[];
	readonly notes: readonly PlannedNote[];
	readonly failure?: Failure;
};
export type PlannedStage = {readonly id: string; readonly title: string; readonly hosts: readonly PlannedHost[]};

/** What an installation would change, stage by stage. */
export type PlanSummary = {
	readonly stages: readonly PlannedStage[];
	/** What keeps the plan from being whole. */
	readonly failure?: Failure;
	/** The cluster's destroy has not finished. */
	readonly removal?: Notice;
};

/** A run that did not come to its end. */
export type Unfinished = {
	readonly cluster: string;
	/** How long ago, such as `2 hours ago`. */
	readonly when: string;
	/** Where it stopped, such as `Kafka · kafka-02 · Start Kafka`. */
	readonly stoppedAt: string;
	/** Such as `27 of 58 steps remain`. */
	readonly remains: string;
};

/** Something to be known first, and the command that is typed for it. */
export type Notice = {readonly say: string; readonly run?: string};

/** Answers of an earlier sitting. */
export type Draft = {
	readonly id: string;
	readonly name: string;
	readonly when: string;
	readonly answers: Answers;
	/** Their cluster file, where it is still there. */
	readonly file?: string;
	/** It says something else by now. */
	readonly fileChanged?: true;
};

/** Where answers come from: a cluster file, a draft, or both. */
export type Origin = {readonly file?: string | undefined; readonly draft?: string | undefined};

/** What the wizard can do to the world. Errors are those of core/errors.ts. */
export type WizardFunctions = {
	/** Looks at a host, in the background, and tells what it finds as it finds it. @returns a function that stops it. */
	readonly probe: (target: ProbeTarget, secrets: TypedSecrets, found: (probe: HostProbe) => void) => () => void;
	/** The text of a file on this machine; `~` is the home directory. */
	readonly readText: (path: string) => Promise<string>;
	readonly readDriver: (path: string) => Promise<DriverFacts>;
	/** Looks at the zip or the folder of a connector plug-in. */
	readonly readConnector: (connector: Connector) => Promise<ConnectorFacts>;
	/**
	 * Looks at an archive of Kafka, its sha512 beside it, or empty: what is wrong with it is said as of the key of the cluster file,
	 * such as `platform.source.sha512: …`.
	 */
	readonly readKafka: (archive: string, sha512: string) => Promise<ArchiveFacts>;
	/** The same of one of Java. */
	readonly readJava: (archive: string, sha512: string) => Promise<ArchiveFacts>;
	/** Paths that begin with this one, directories with a `/` at the end. */
	readonly complete: (path: string) => Promise<readonly string[]>;
	/** Fetches a secret once: whether it is found. */
	readonly trySecret: (ref: SecretRef, what: string) => Promise<void>;
	/** How ids are given to the hosts of the cluster of this name, once it is the file at `path`. */
	readonly ids: (name: string, path: string) => Promise<GiveIds>;
	/**
	 * All that the command `check` finds, its throw-away listeners only where they are asked for: each database is logged in to once.
	 * `progress` says what is being looked at.
	 */
	readonly check: (asked: CheckAsked, progress: (text: string) => void, signal: AbortSignal) => Promise<CheckSheet>;
	/** The operator wants to have tried again what a database or a host refused: before, no `check`, no `plan` and no `probe` does. */
	readonly tryAgain: () => void;
	/** Whether a database refused a login since then. */
	readonly hasRefusal: () => boolean;
	/** What `apply` of this text would change, once it is the file at `path`. `progress` says what is being looked at. */
	readonly plan: (
		clusterText: string,
		path: string,
		secrets: TypedSecrets,
		progress: (text: string) => void,
	) => Promise<PlanSummary>;
	/** Writes the cluster file. @returns what was done, for a person. */
	readonly save: (clusterText: string, path: string) => Promise<string>;
	/** Where the file that is there is kept once this text is written; undefined where there is nothing to keep. */
	readonly keptAs: (clusterText: string, path: string) => Promise<string | undefined>;
	readonly openFile: (path: string) => Promise<Cluster>;
	/** Keeps the answers for the next start. Called at each change. */
	readonly remember: (answers: Answers, from: Origin) => void;
};

/** What the first page offers, the most likely first. */
export type Beginning = {
	readonly unfinished?: Unfinished;
	/** Clusters whose destroy has not finished. */
	readonly removals?: readonly Notice[];
	readonly drafts: readonly Draft[];
	/** Cluster files in this directory. */
	readonly files: readonly string[];
	/** Whether hosts for a demonstration can be had here. */
	readonly demo: boolean;
};

/** What both forms of the wizard are given. */
export type Questions = {
	readonly functions: WizardFunctions;
	readonly beginning: Beginning;
	/** Answers to begin with, such as those of a cluster file, and the page to begin at. */
	readonly answers?: Answers;
	readonly page?: PageId;
	/** Secrets that were typed before. */
	readonly typed?: TypedSecrets;
	/** The cluster file that the answers come from. */
	readonly file?: string;
};

export type WizardResult = {
	/** `write`: the file has been written and nothing else is wanted. `interrupted`: by Ctrl+C or a signal. */
	readonly action: 'install' | 'write' | 'resume' | 'demo' | 'quit' | 'interrupted';
	/** The cluster file, for `install` and `write`. */
	readonly clusterText?: string;
	/** Where it was written, for both. */
	readonly path?: string;
	/** Typed secrets by the reference that the parsed cluster has for them. */
	readonly secrets: ReadonlyMap<SecretRef, Secret>;
	/** The same by their fields, to begin with again. */
	readonly typed: TypedSecrets;
	readonly answers: Answers;
};
