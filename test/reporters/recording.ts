import type {Mode} from '../../source/core/events.ts';
import type {Clock} from '../../source/reporters/heartbeat.ts';
import type {LookOptions} from '../../source/reporters/look.ts';
import {plainReporter} from '../../source/reporters/plain.ts';
import {firstMoment, type Shape, story} from '../helpers/events.ts';

/** A story told to a plain reporter whose clock is that of the story, and what the reporter wrote. */
export function recording(mode: Mode, shape: Shape, options: Partial<LookOptions> = {}) {
	let written = '';
	let ticks: readonly (() => void)[] = [];
	let now = () => firstMoment;
	const clock: Clock = {
		now: () => now(),
		every(_, tick) {
			ticks = [...ticks, tick];
			return () => {
				ticks = ticks.filter(one => one !== tick);
			};
		},
	};
	const write = (text: string) => {
		written += text;
	};
	const reporter = plainReporter({write, clock, colour: false, unicode: true, columns: 80, ...options});
	const tell = story(mode, shape, reporter.emit);
	now = tell.now;
	tell.begin();
	return {
		tell,
		reporter,
		/** All that was written since the last time. */
		text() {
			const text = written;
			written = '';
			return text;
		},
		/** Lets seconds pass as a process would see them. */
		pass(seconds: number) {
			for (let i = 0; i < seconds; i++) {
				tell.wait(1000);
				for (const tick of ticks) tick();
			}
		},
		timers: () => ticks.length,
	};
}

export const hosts = ['kafka-01', 'kafka-02'] as const;
const steps = ['firewall', 'configuration', 'start', 'topics'];
export const twoStages: Shape = {
	'check-hosts': {'kafka-01': ['memory', 'disk'], 'kafka-02': ['memory', 'disk']},
	kafka: {'kafka-01': steps, 'kafka-02': steps},
};

/** An apply of two stages on two hosts whose first stage has found all as wanted. */
export function begunApply(options: Partial<LookOptions> = {}) {
	const run = recording('apply', twoStages, options);
	for (const host of hosts) run.tell.connected(host);
	for (const host of hosts) {
		run.tell.step(`check-hosts/${host}/memory`, 'ok');
		run.tell.step(`check-hosts/${host}/disk`, 'ok');
	}
	return run;
}
