import {isException} from './exception-line.ts';
import type {LogRecord} from './records.ts';

/** The beginning of a process, as the first of its lines; one log may have several. */
const beginning =
	/Registered `?kafka:type=kafka\.Log4jController|\bReading configuration from: |Kafka Connect (?:standalone |distributed )?worker initializ|^(?:Starting|Started) .*(?:Kafka|ZooKeeper|Schema Registry|Connect|confluent)/;

/** A service that says it is up: what was wrong before did not stop it. */
const isUp =
	/\bstarted \(kafka\.server\.Kafka(?:Raft)?Server\)|\bKafka Server started\b|Server started, listening for requests|Kafka Connect (?:worker )?started|LEADER ELECTION TOOK|\bbinding to port /;

/** The last words of a service that gives up, beside those at level FATAL. */
const givesUp =
	/Fatal error during \w*[Ss]erver startup|Fatal error during (?:broker|controller|SharedServer) startup|Exiting Kafka due to|Shutdown broker because|Shutting down because|Stopping (?:after connector|due to) error|Server died unexpectedly|Error starting the schema registry|Failed to start application|exiting abnormally|Encountered fatal fault|Halting (?:process|VM)|Failed to create connector for|Exiting with code/;

/** What is said while a service goes down, of what it did not come to: no cause. */
const goingDown = /Fatal error during \w*[Ss]erver shutdown|cannot shut ?down!|Error (?:shutting|while shutting) down/;

/** So many records of a kind are looked at: of a service that says the same without end, the last ones. */
const most = 1000;

/** What speaks of a failure, in the order in which it is believed. */
export type Deciding = {
	/** Of the line that ended the process; what was logged at once with it. */
	readonly fatal: readonly LogRecord[];
	/** Errors, the last first. */
	readonly errors: readonly LogRecord[];
	/** Anything else that was said, the last first. */
	readonly others: readonly LogRecord[];
};

const first = (record: LogRecord) => record.lines[0]!.text;
const isFatal = (record: LogRecord) =>
	record.level === 'fatal' ||
	(record.level !== 'info' && givesUp.test(first(record))) ||
	(record.level === 'info' && /^Shut(?:down broker|ting down) because/.test(first(record)));

/** Its exceptions, the outermost first. */
export const exceptionsOf = (record: LogRecord) => record.lines.filter(({text}) => isException(text));

function decidingIn(records: readonly LogRecord[]): Deciding {
	const up = records.findLastIndex(record => record.level !== 'error' && isUp.test(first(record)));
	const after = records.slice(up + 1).filter(record => !record.printed && !goingDown.test(first(record)));
	const fatal = after.filter(isFatal);
	return {
		fatal: fatal.slice(-most),
		errors: after
			.filter(record => record.level === 'error' && !isFatal(record))
			.slice(-most)
			.reverse(),
		others: after
			.filter(record => record.level !== 'error' && !isFatal(record))
			.slice(-most)
			.reverse(),
	};
}

/** The records of each process, the last first. */
function processes(records: readonly LogRecord[]): readonly (readonly LogRecord[])[] {
	const all: LogRecord[][] = [[]];
	for (const record of records) {
		if (beginning.test(first(record))) all.push([]);
		all.at(-1)!.push(record);
	}
	return all.filter(one => one.length > 0).reverse();
}

/**
 * What decides why a service failed: of its last process that came to something. One that has just been started again by
 * systemd has said nothing yet, and one that is up has no failure behind it.
 */
export function deciding(records: readonly LogRecord[]): Deciding {
	const all = processes(records).map(one => ({records: one, found: decidingIn(one)}));
	const last = all.find(
		({records: said, found}) => found.fatal.length > 0 || found.errors.length > 0 || said.some(one => isUp.test(first(one))),
	);
	return last?.found ?? all[0]?.found ?? {fatal: [], errors: [], others: []};
}
