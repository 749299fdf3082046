import {setMaxListeners} from 'node:events';

/** Exit codes of a program that a signal ended: 128 and the signal's number. */
const codes = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

export type Stop = {
	/** Aborted by the first signal: stop after the running steps. */
	readonly stop: AbortSignal;
	/** Aborted by the second: drop the links at once. */
	readonly drop: AbortSignal;
	/** As if Ctrl+C had come as a signal: in raw mode it comes as a key. */
	readonly interrupt: () => void;
	/** What to exit with if a signal came. */
	readonly code: () => number | undefined;
	/** Gives the signals back. */
	readonly release: () => void;
};

/** The first Ctrl+C (SIGTERM, SIGHUP) lets the running steps finish; the second ends the run at once. A second SIGHUP is the same closed terminal. */
export function stopOnSignals(say: (text: string) => void): Stop {
	const stop = new AbortController();
	const drop = new AbortController();
	// Every host may wait for several things at once, and each wait listens: Node would warn of a leak at eleven.
	setMaxListeners(0, stop.signal, drop.signal);
	let code: number | undefined;
	const onSignal = (name: NodeJS.Signals) => {
		code ??= codes[name as keyof typeof codes];
		if (name === 'SIGHUP' && stop.signal.aborted) return;
		if (stop.signal.aborted) {
			say('Stopping now. Commands already running on hosts may continue; the next run checks before changing anything.');
			drop.abort();
			return;
		}
		say('Stopping after the running steps. Press Ctrl+C again to stop immediately.');
		stop.abort();
	};
	// A terminal that was closed, or a pipe that nobody reads any more, is told by a failed write, with SIGHUP or without:
	// together they are one wish to stop, however many writes fail.
	let deaf = false;
	const onDeaf = () => {
		if (deaf) return;
		deaf = true;
		if (!stop.signal.aborted) onSignal('SIGHUP');
	};
	const streams = [process.stdout, process.stderr, process.stdin];
	for (const stream of streams) stream.on('error', onDeaf);
	const names = Object.keys(codes) as (keyof typeof codes)[];
	for (const name of names) process.on(name, onSignal);
	return {
		stop: stop.signal,
		drop: drop.signal,
		interrupt: () => onSignal('SIGINT'),
		code: () => code,
		release() {
			for (const name of names) process.off(name, onSignal);
			for (const stream of streams) stream.off('error', onDeaf);
		},
	};
}
