import type {Command} from './command.ts';
import type {CommandResult, Dialed, ExecOptions} from './connection.ts';
import type {Change, Report} from './events.ts';
import type {Facts} from './facts.ts';
import type {Host} from './inventory.ts';

/** What a step may use of the world: its host, and a voice to tell the operator what it does. */
export type Context = {
	readonly host: Host;
	readonly facts: Facts;
	readonly signal: AbortSignal;
	/** Runs a command that is not worth showing: a question, or a part of a shown one. */
	exec(command: Command, options?: ExecOptions): Promise<CommandResult>;
	/** Runs a command that the operator sees: as typed, with its output as it comes. `as` is what is shown, if not `command` itself. */
	show(command: Command, options?: ExecOptions & {readonly as?: string}): Promise<CommandResult>;
	/** Opens a channel to a port, from the host. @throws DialError, LinkLostError */
	dial(host: string, port: number): Promise<Dialed>;
	/**
	 * Asks a service itself for what a command would show: quicker, and without a program on the host. The operator sees what
	 * is asked, the answer in lines, and the command.
	 */
	ask<T>(what: string, byHand: Command, ask: () => Promise<T>, linesOf: (answer: T) => readonly string[]): Promise<T>;
	/** Whether a test is to run the commands that an operator would type, in place of asking the services themselves. */
	byCommands(): boolean;
	/** Tells what the step is waiting for, such as "port 9092 of kafka-02 to answer". */
	waiting(what: string): void;
	/** Tells how far an upload is. */
	progress(bytes: number, of: number): void;
	/** Leaves a remark in the step's result. */
	note(text: string): void;
	/** Leaves what was found out in the step's result, for programs. */
	report(report: Report): void;
	/**
	 * Waits for the host's turn, and keeps it until the host has come to the end of the stage's steps. No other host of
	 * the stage has its turn meanwhile, and none is given before every host has either come to ask for it or needs none;
	 * those with `last` go last. After a failure of any host it throws CancelledError instead. A live ensemble is changed
	 * this way, one member at a time: its files, and then what runs. Within the turn it returns at once.
	 */
	turn(options?: {readonly last?: () => Promise<boolean>}): Promise<void>;
	/**
	 * Waits until each of the other hosts of the stage is `up`, waits for something as well, or has come to its end.
	 * `reason` says why, such as "members with data start first". After a failure of any host it throws CancelledError.
	 */
	stepBack(reason: string): Promise<void>;
	/** This host is up as far as those are concerned that stepped back. */
	up(): void;
};

/** Reads only; `[]` means: as wanted. On a bare host absence is a change, not an error. */
export type Check = (context: Context) => Promise<readonly Change[]>;
export type Apply = (context: Context) => Promise<void>;

/**
 * converge (check and apply): check says what differs, apply makes it so, check again proves it, for up to `settleMs`.
 * assertion (check alone): a difference is a failure; its `what` is the message and its `reason` the hint.
 * probe (apply alone): always runs, never counts as changed: a test command. It changes nothing that others stand on, for
 * later stages go on beside it.
 */
export type Step = {
	/** Kebab-case, unique within its stage and host, stable between versions. */
	readonly id: string;
	readonly title: string;
	readonly settleMs?: number;
	/**
	 * Looks at the end of a run whether what this step brought about has lasted, such as a service that has just been started;
	 * throws where it has not. Then it is this step that has failed, and its stage.
	 */
	readonly lasts?: (context: Context) => Promise<void>;
} & (
	| {readonly check: Check; readonly apply: Apply}
	| {readonly check: Check; readonly apply?: never}
	| {readonly check?: never; readonly apply: Apply}
);
export type ConvergeStep = Step & {readonly check: Check; readonly apply: Apply};

export type Stage = {
	readonly id: string;
	readonly title: string;
	readonly hosts: readonly Host[];
	/**
	 * Begins one attempt of the stage, and gives the steps of each of its hosts. What steps remember lives in what this
	 * makes, so that a retry has no memory of the attempt that failed. Steps of two attempts are never mixed.
	 */
	begin(): (host: Host) => readonly Step[];
};

export type Plan = {readonly cluster: string; readonly stages: readonly Stage[]};
