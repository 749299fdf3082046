import type {Mode, RunEvent} from '../core/events.ts';
import type {Selection} from '../kafka/plan.ts';
import {jsonReporter} from '../reporters/json.ts';
import {plainReporter} from '../reporters/plain.ts';
import {askSecret} from './ask-secret.ts';
import {readClusterFile} from './cluster-file.ts';
import {execute, type Finished} from './execute.ts';
import {createSecretResolver} from './secrets.ts';
import {stopOnSignals} from './stop-signals.ts';

export type RunOptions = {
	readonly file: string;
	readonly mode: Mode;
	readonly selection?: Selection;
	readonly reporter: 'plain' | 'json';
	readonly verbose: boolean;
	readonly acceptNewHostKeys: boolean;
	readonly version: string;
};

type Reporter = {readonly emit: (event: RunEvent) => void; readonly close: () => void};

function reporterOf({reporter, verbose}: RunOptions): Reporter {
	const write = (text: string) => void process.stdout.write(text);
	if (reporter === 'json') return jsonReporter({write});
	const {NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG} = process.env;
	const colour = process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb';
	const unicode = /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') || process.platform === 'darwin';
	return plainReporter({write, colour, unicode, verbose, columns: process.stdout.columns ?? 80});
}

/** Runs a cluster file in one of the modes. @returns what came of it, and the exit code if a signal ended it. */
export async function runFile(
	options: RunOptions,
): Promise<{readonly finished: Finished; readonly signalCode: number | undefined}> {
	const cluster = await readClusterFile(options.file);
	const signals = stopOnSignals(text => process.stderr.write(`\n${text}\n`));
	const reporter = reporterOf(options);
	try {
		const finished = await execute({
			cluster,
			mode: options.mode,
			selection: options.selection ?? {},
			acceptNewHostKeys: options.acceptNewHostKeys,
			secrets: createSecretResolver(askSecret),
			emit: reporter.emit,
			version: options.version,
			stop: signals.stop,
			drop: signals.drop,
		});
		return {finished, signalCode: signals.code()};
	} finally {
		reporter.close();
		signals.release();
	}
}
