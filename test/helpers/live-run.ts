import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {onTestFinished} from 'vitest';
import type {RunEvent} from '../../source/core/events.ts';
import {databasePassword} from './lab.ts';

export type LiveRun = {
	readonly pid: number;
	readonly events: readonly RunEvent[];
	/** The first event, of those to come too, that fits. @throws if the run ends before, or it takes over five minutes. */
	until(what: string, fits: (event: RunEvent) => boolean): Promise<RunEvent>;
	/** Exit code, or 128 for a signal, and what it said on standard error. */
	readonly ended: Promise<{readonly code: number; readonly stderr: string}>;
};

/** Runs the built program, and lets a test act in the middle of what it does. `config` is its folder of what it remembers. */
export function liveRun(args: readonly string[], config: string): LiveRun {
	const child = spawn(process.execPath, [resolve('bin/kafka-setup.js'), ...args, '--reporter', 'json'], {
		env: {...process.env, LAB_DB_PASSWORD: databasePassword, XDG_CONFIG_HOME: config},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	// A test that fails must not leave it at work on hosts that the next one resets.
	onTestFinished(() => void child.kill('SIGKILL'));
	const events: RunEvent[] = [];
	const listeners = new Set<() => void>();
	let stderr = '';
	let over = false;
	const tell = () => {
		for (const listener of [...listeners]) listener();
	};
	child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
	createInterface({input: child.stdout}).on('line', line => {
		events.push(JSON.parse(line) as RunEvent);
		tell();
	});
	const ended = once(child, 'close').then(([code]) => {
		over = true;
		tell();
		return {code: (code as number | null) ?? 128, stderr};
	});
	return {
		pid: child.pid!,
		events,
		ended,
		until: (what, fits) =>
			new Promise((found, fail) => {
				const end = (settle: () => void) => {
					clearTimeout(timer);
					listeners.delete(look);
					settle();
				};
				const missed = (why: string) =>
					fail(
						new Error(
							`${why} ${what}\n${stderr}\n${events
								.slice(-15)
								.map(event => JSON.stringify(event))
								.join('\n')}`,
						),
					);
				const look = () => {
					const event = events.find(fits);
					if (event !== undefined) end(() => found(event));
					else if (over) end(() => missed('the run ended without'));
				};
				const timer = setTimeout(() => end(() => missed('five minutes without')), 300_000);
				listeners.add(look);
				look();
			}),
	};
}

/** Fits the event of that type of a step, given as `stage/host/step`. */
export const of =
	(type: RunEvent['type'], path: string, more: (event: RunEvent) => boolean = () => true) =>
	(event: RunEvent) =>
		event.type === type && 'ref' in event && `${event.ref.stage}/${event.ref.host}/${event.ref.step}` === path && more(event);
