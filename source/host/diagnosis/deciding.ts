import {isException} from './exception-line.ts';
import {packagesDoneAt} from './package-output.ts';
import type {LogRecord} from './records.ts';

/** What systemd calls the units of a platform. */
const ours = /(?:Kafka|ZooKeeper|Schema Registry|Connect|confluent)/.source;

/** The beginning of a process, as the first of its lines; one log may have several. */
const beginning = new RegExp(
	`Registered \`?kafka:type=kafka\\.Log4jController|\\bReading configuration from: |\\b(?:SchemaRegistry|KafkaRest)Config values:|Kafka Connect (?:standalone |distributed )?worker initializ|^(?:Starting|Started) .*${ours}`,
);

/** A service that says it is up: what was wrong before did not stop it. */
const isUp =
	/\bstarted \(kafka\.server\.Kafka(?:Raft)?Server\)|\bKafka Server started\b|Server started, listening for requests|Kafka Connect (?:worker )?started|LEADER ELECTION TOOK|\bbound to port |\bPrepRequestProcessor \(sid:/;

/** The last words of a service that gives up, beside those at level FATAL. */
const givesUp =
	/Fatal error during \w*[Ss]erver startup|Fatal error during (?:broker|controller|SharedServer) startup|Exiting Kafka due to|Shutdown broker because|Shutting down because|Stopping (?:after connector|due to) error|Server died unexpectedly|Error starting the schema registry|Failed to start application|exiting abnormally|Encountered fatal fault|Halting (?:process|VM)|Task is being killed and will not recover|Failed to create connector for|Exiting with code/;

/** Words that a process says once, at its end: said again, they are those of a later one, of whose beginning nothing is there. */
const saidOnce =
	/Fatal error during \w+ startup|Exiting Kafka due to fatal exception|exiting abnormally|Error starting the schema registry|Server died unexpectedly|Stopping (?:after connector|due to) error/;

/** systemd says that it ended, and that all was well. */
const endedWell = /\.service: (?:Deactivated successfully|Succeeded)\.$/;

/** It was asked to stop: by a signal, by systemd, by the engine of its container. */
const isAsked = new RegExp(
	`Terminating process due to signal SIG(?:TERM|INT|HUP)\\b|^Stopp(?:ed|ing) .*${ours}|^\\S{1,255} exited with code (?:0|130|143)\\b`,
);

/** The end of one that was asked to stop. Without SuccessExitStatus systemd takes the code of a signal for a failure. */
const endsAsAsked = new RegExp(
	`${isAsked.source}|shut down completed|code=exited, status=1(?:30|43)\\b|\\bFailed with result 'exit-code'`,
);

/** It goes down, and says nothing of who wants that. */
const endsItself = /\bshut down completed|\bKafka Connect stopp(?:ing|ed)\b/;

/** What is said while a service goes down, of what it did not come to: no cause. */
const goingDown =
	/Fatal error during \w*[Ss]erver shutdown|cannot shut ?down!|Error (?:shutting|while shutting) down|Graceful shutdown of RaftClient failed/;

/** A client asked for what is not there, or for what is refused by its own fault: an answer of 400 to 499. */
const ofClient = /\bws\.rs\.\w{1,60}Exception: HTTP 4\d\d\b/.source;

/**
 * What a service that is up throws every day: a client made a mistake, a partition has just moved to another broker, a member
 * that was elected is not in sync yet, or another member of its ensemble was restarted. A log that was rotated
 * does not say any more that it is up; `onlyUp`: one that never was says the same.
 */
const daily: readonly {readonly by: RegExp; readonly thrown: RegExp; readonly onlyUp?: true}[] = [
	{
		by: /\bRequest Failed with exception\b/,
		thrown: new RegExp(
			`${ofClient}|\\bRest(?:\\w{0,60}NotFound|Invalid\\w{1,60}|Incompatible\\w{1,60}|OperationNotPermitted|ReferenceExists|\\w{1,60}SoftDeleted|IdDoesNotMatch|SchemaTooLarge)Exception\\b`,
		),
	},
	{
		by: /\bUncaught exception in REST call to \//,
		thrown: new RegExp(`${ofClient}|\\bconnect\\.errors\\.(?:NotFound|AlreadyExists)Exception\\b`),
	},
	{
		by: /\bUnexpected exception (?:in LearnerHandler|causing shutdown while sock still open)/,
		thrown:
			/\.(?:EOFException$|SocketTimeoutException: Read timed out|SocketException: (?:Connection reset|Broken pipe|Socket closed))/,
	},
	{
		by: /\bReplicaFetcher\b/,
		thrown:
			/\.(?:NotLeaderOrFollower|NotLeaderForPartition|UnknownTopicOrPartition|FencedLeaderEpoch|UnknownLeaderEpoch)Exception\b/,
	},
	{by: /ServerCnxn\b/, thrown: /IOException: ZooKeeperServer not running/, onlyUp: true},
];
const isDaily = (record: LogRecord, isUpBefore: boolean) => {
	const thrown = exceptionsOf(record);
	return daily.some(
		one => (isUpBefore || one.onlyUp !== true) && one.by.test(first(record)) && thrown.some(({text}) => one.thrown.test(text)),
	);
};

/** So many records of a kind are looked at: of a service that says the same without end, the last ones. */
const most = 1000;

/** What speaks of a failure, in the order in which it is believed. */
export type Deciding = {
	/** Of the line that ended the process; what was logged at once with it. */
	readonly fatal: readonly LogRecord[];
	/** Errors, the last first; then what others say of its end. */
	readonly errors: readonly LogRecord[];
	/** Anything else that was said, the last first. */
	readonly others: readonly LogRecord[];
	/** All that was said since all was well. */
	readonly said: readonly LogRecord[];
	/** Whether a logger wrote any of what the process said. */
	readonly logged: boolean;
	/** It said that it is up, or has ended well. */
	readonly wasWell: boolean;
	/** It said that it is up, and nothing tells that it has ended since. */
	readonly runs: boolean;
};

const first = (record: LogRecord) => record.lines[0]!.text;
const isFatal = (record: LogRecord) =>
	record.level === 'fatal' ||
	(record.level !== 'info' && givesUp.test(first(record))) ||
	(record.level === 'info' && /^Shut(?:down broker|ting down) because/.test(first(record)));
const saysUp = (record: LogRecord) => record.level !== 'error' && isUp.test(first(record));

/** Its exceptions, the outermost first. */
export const exceptionsOf = (record: LogRecord) => record.lines.filter(({text}) => isException(text));

type Life = 'starts' | 'up' | 'stops' | 'ended';

/** The state of a service after a record, if the record shows that it is healthy; only one that is up can be asked to stop. */
function wellBy(record: LogRecord, life: Life): Life | undefined {
	const text = first(record);
	if (saysUp(record)) return 'up';
	if (endedWell.test(text)) return 'ended';
	if (life === 'up' && isAsked.test(text)) return 'stops';
	return life === 'stops' && endsAsAsked.test(text) ? 'stops' : undefined;
}

/** The last record that shows a healthy service, -1 for none, and whether the service is still running after it. */
function lifeOf(records: readonly LogRecord[]): {readonly wellAt: number; readonly runs: boolean} {
	let wellAt = -1;
	let life: Life = 'starts';
	for (const [index, record] of records.entries()) {
		const well: Life | undefined = record.printed ? undefined : wellBy(record, life);
		if (well !== undefined) {
			wellAt = index;
			life = well;
		} else if (!record.printed && (isFatal(record) || record.level === 'ended' || endsItself.test(first(record)))) life = 'ended';
	}
	return {wellAt, runs: life === 'up'};
}

function decidingIn(records: readonly LogRecord[]): Deciding {
	const end = records.findLastIndex(isFatal);
	const {wellAt, runs} = lifeOf(records);
	const packagesAt = packagesDoneAt(records);
	const well = Math.max(wellAt, packagesAt > end ? packagesAt : -1);
	const isUpBefore = well >= 0 && saysUp(records[well]!);
	const passes = (record: LogRecord) => goingDown.test(first(record)) || (!isFatal(record) && isDaily(record, isUpBefore));
	const after = records.slice(well + 1).filter(record => !record.printed && !passes(record));
	const fatal = after.filter(isFatal);
	const rest = after.filter(record => !isFatal(record)).reverse();
	const errors = rest.filter(({level}) => level === 'error');
	// In the order of the log: how the process ended, then what systemd made of it.
	const ended = after.filter(record => record.level === 'ended' && !isFatal(record));
	return {
		fatal: fatal.slice(-most),
		errors: [...errors.slice(0, most), ...ended.slice(-most)],
		others: rest.filter(({level}) => level !== 'error' && level !== 'ended').slice(0, most),
		said: after,
		logged: records.some(({logged}) => logged),
		wasWell: well >= 0,
		runs: runs && well === wellAt,
	};
}

/** The records of each process, the last first. */
function processes(records: readonly LogRecord[]): readonly (readonly LogRecord[])[] {
	const all: LogRecord[][] = [[]];
	let words = new Map<string, string>();
	for (const record of records) {
		const line = first(record);
		const last = record.logged ? saidOnce.exec(line)?.[0] : undefined;
		const earlier = last === undefined ? undefined : words.get(last);
		// A line that two appenders write is one.
		if (beginning.test(line) || (earlier !== undefined && earlier !== line)) {
			all.push([]);
			words = new Map();
		}
		if (last !== undefined) words.set(last, line);
		all.at(-1)!.push(record);
	}
	return all.filter(one => one.length > 0).reverse();
}

/**
 * What decides why a service failed: of its last process that came to something. One that has just been started again by
 * systemd has said nothing yet; behind one with which all was well, what it has said so far is all there is.
 */
export function deciding(records: readonly LogRecord[]): Deciding {
	const all = processes(records).map(decidingIn);
	const failed = ({fatal, errors}: Deciding) => fatal.length > 0 || errors.length > 0;
	const last = all.find(one => failed(one) || one.wasWell);
	if (last !== undefined && failed(last)) return last;
	// The line by which it begins is nothing that it said.
	return all.find(one => one.wasWell || one.said.length > 1) ?? all[0] ?? decidingIn([]);
}
