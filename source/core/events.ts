import type {OutputStream} from './connection.ts';
import type {Thing} from './things.ts';

/** Version of the event format: raised when a reader of the JSON lines would break. */
export const format = 2;

/** apply: converge. check: only compare, as `plan` does. test: only the test commands. */
export type Mode = 'apply' | 'check' | 'test';

/** What a run is for, in any mode: to bring a cluster to what its file says, or to remove it. */
export type OperationId = 'install' | 'destroy';

export type StepRef = {readonly stage: string; readonly host: string; readonly step: string};

/** `stage/host/step`: no part of it has a slash. */
export const stepKey = ({stage, host, step}: StepRef): string => `${stage}/${host}/${step}`;

/**
 * One thing that differs from what is wanted. `what` is a short phrase that starts with a verb ("create /etc/x",
 * "install package y", "restart z"). `before` and `after` hold whole contents where a diff helps, never a secret. `puts`
 * are the things that will be ours on the host by it, `takes` those that will be so no longer.
 */
export type Change = {
	readonly what: string;
	readonly before?: string;
	readonly after?: string;
	readonly reason?: string;
	readonly puts?: readonly Thing[];
	readonly removes?: readonly Thing[];
};

export type Outcome = 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable' | 'unknown' | 'cancelled';

/** A line of what to do: said, or typed as it stands. */
export type WayOut = {readonly say: string} | {readonly run: string};

/** One way in which what is wanted does not fit what a cluster is built on. */
export type Difference = {
	/** What differs, such as "Platform version". */
	readonly subject: string;
	/** As it is on the hosts, and who says so. */
	readonly there: string;
	/** As the cluster file, or another host, has it. */
	readonly wanted: string;
	readonly wayOut: readonly WayOut[];
};

/** What a member is to the others of its service. */
export type Part = 'leader' | 'follower' | 'observer' | 'standalone' | 'controller';

/** How a check of a host came out. `not-checked`: there was no way to tell, and `found` says why. */
export type CheckState = 'ok' | 'warning' | 'failed' | 'skipped' | 'not-checked';

/** One thing that a check of a host found. A check that finds several things has the worst of their states. */
export type CheckFinding = {
	readonly host: string;
	/** The id of the check, stable between versions: docs/checks.md. */
	readonly check: string;
	readonly state: CheckState;
	/** As it is, in a few words, and as it is wanted. */
	readonly found: string;
	readonly wanted: string;
	/** Why it matters for Kafka: one sentence. */
	readonly why: string;
	/** What to do, as a sentence. */
	readonly fix?: string;
	/** The command that does it on that host, as it is typed. */
	readonly run?: string;
};

/** What a step found out, for programs: no other part of this program reads it from a text. */
export type Report =
	| {readonly kind: 'member'; readonly host: string; readonly part: Part}
	| {readonly kind: 'records'; readonly topic: string; readonly partition: number; readonly count: number}
	/** Where a service answered; `local`: on that host alone. */
	| {readonly kind: 'endpoint'; readonly host: string; readonly address: string; readonly local?: true}
	/** How much disk the logs in a directory of a host can take at most. */
	| {readonly kind: 'log-space'; readonly host: string; readonly directory: string; readonly bytes: number}
	/** A check of the host: of a run those that are not well, of `check` all. */
	| ({readonly kind: 'check'} & CheckFinding)
	/** A thing that stays on the host: `kept` on purpose, `left` because it is not as it was put there. `what` names it, and says why. */
	| {readonly kind: 'kept' | 'left'; readonly what: string}
	/** How many rows a table has that its connector reads, and how many records its topic has had. */
	| {
			readonly kind: 'rows';
			readonly source: string;
			readonly table: string;
			readonly topic: string;
			readonly rows: number;
			readonly records: number;
	  }
	/** What a test could not prove though nothing speaks against it, such as a table without rows. */
	| {readonly kind: 'unproven'; readonly what: string}
	/** What is left for the operator to do, such as clients that have to use another port. */
	| {readonly kind: 'todo'; readonly what: string};

/** What a step has to say beside its outcome. */
export type Findings = {
	/** What the operator should know of it, such as "no active firewall: nothing to do". */
	readonly notes: readonly string[];
	readonly reports: readonly Report[];
};

/** A line that shows a cause. */
export type Evidence = {
	/** The file, or the unit whose journal it is. */
	readonly source: string;
	/** Counted from 1; of a journal, from where it was read. */
	readonly line: number;
	/** Clean, and cut where it is long. */
	readonly text: string;
	/** As the log writes it. */
	readonly time?: string;
};

/** A cause that is known. */
export type Diagnosis = {
	readonly id: string;
	readonly cause: string;
	readonly evidence: readonly Evidence[];
	/** What to do, the likeliest first. */
	readonly fixes: readonly string[];
	/** Where more is written about it. */
	readonly link: string;
};

export type Failure = {
	readonly message: string;
	readonly diagnosis?: Diagnosis;
	/** Every difference that is meant by `message`. */
	readonly differences?: readonly Difference[];
	readonly hint?: string;
	readonly command?: string;
	readonly code?: number;
	/** The last lines of output. */
	readonly tail?: readonly string[];
};

export type Counts = {
	readonly ok: number;
	readonly changed: number;
	readonly failed: number;
	readonly unreachable: number;
	readonly skipped: number;
};
export type Recap = {readonly total: Counts; readonly hosts: Readonly<Record<string, Counts>>};

export type StageOutline = {
	readonly id: string;
	readonly title: string;
	readonly hosts: readonly {readonly name: string; readonly steps: readonly {readonly id: string; readonly title: string}[]}[];
};

export type RunOutcome = 'succeeded' | 'failed' | 'cancelled';

/** Everything that a run does, as plain JSON. `at` is an ISO 8601 time of this machine. */
export type RunEvent = {readonly at: string} & (
	| {
			readonly type: 'run-started';
			readonly format: typeof format;
			readonly version: string;
			readonly cluster: string;
			readonly mode: Mode;
			readonly operation: OperationId;
			readonly stages: readonly StageOutline[];
	  }
	| {
			readonly type: 'host-connected';
			readonly host: string;
			readonly address: string;
			readonly user: string;
			readonly os: string;
			/** Why OpenSSH's own ssh carries the login, where that was found to be needed. */
			readonly because?: string;
			/** What ssh_config says for it, or for a jump host before it, and the built-in transport does not follow. */
			readonly notFollowed?: readonly string[];
			readonly durationMs: number;
	  }
	/** The stages as they will be run, once the hosts have said what is on them; only where they differ from those of `run-started`. */
	| {readonly type: 'plan-settled'; readonly stages: readonly StageOutline[]}
	| {readonly type: 'step-started'; readonly ref: StepRef}
	| {readonly type: 'step-waiting'; readonly ref: StepRef; readonly for: string}
	| {readonly type: 'step-progress'; readonly ref: StepRef; readonly bytes: number; readonly of: number}
	| {
			readonly type: 'command-started';
			readonly ref: StepRef;
			readonly command: string;
			/** What is asked of the service itself; the command is the one that would show the same, and is not run. */
			readonly asked?: string;
	  }
	| {readonly type: 'output'; readonly ref: StepRef; readonly stream: OutputStream; readonly text: string}
	| {
			readonly type: 'command-finished';
			readonly ref: StepRef;
			readonly command: string /** null: the link died, so it isn't known. */;
			readonly code: number | null;
	  }
	| {
			readonly type: 'step-finished';
			readonly ref: StepRef;
			readonly outcome: Outcome;
			readonly changes: readonly Change[];
			readonly notes: Findings['notes'];
			/** Absent in logs of earlier versions. */
			readonly reports?: Findings['reports'];
			readonly durationMs: number;
			readonly failure?: Failure;
	  }
	| {
			readonly type: 'run-finished';
			readonly outcome: RunOutcome;
			readonly recap: Recap;
			readonly durationMs: number;
			/** What stopped the run outside of any step: bad input, a host that was not reached. */
			readonly failure?: Failure;
	  }
);

export type EventBody<E = RunEvent> = E extends RunEvent ? Omit<E, 'at'> : never;
export type Emit = (event: RunEvent) => void;
