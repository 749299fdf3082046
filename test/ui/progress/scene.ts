import {readFileSync} from 'node:fs';
import type {RunEvent} from '../../../source/core/events.ts';
import {reduce} from '../../../source/core/state/reduce.ts';
import {noRun, type RunState} from '../../../source/core/state/run-state.ts';
import type {Clock} from '../../../source/ui/hooks/use-clock.ts';
import {createHostLog} from '../../../source/ui/progress/host-log.ts';
import type {Line} from '../../../source/ui/progress/line.ts';
import {createLook} from '../../../source/ui/progress/look.ts';
import type {Scene} from '../../../source/ui/progress/scene.ts';
import {type RunScreenOptions, showRun} from '../../../source/ui/progress/show-run.tsx';
import {firstView} from '../../../source/ui/progress/view.ts';
import {firstMoment, type Shape, story} from '../../helpers/events.ts';
import {openScreen} from '../../helpers/screen.ts';

export const look = createLook({colour: false, unicode: true});

/** A real run: three hosts, all stages, with some of its output left out. */
export const recording: readonly RunEvent[] = readFileSync(new URL('../fixtures/apply.jsonl', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map(line => JSON.parse(line));

export const steps = ['install', 'configure', 'start', 'topics'];
export const hosts = ['kafka-01', 'kafka-02', 'kafka-03'] as const;

export const platform: Shape = {
	'check-hosts': Object.fromEntries(hosts.map(host => [host, ['memory']])),
	kafka: Object.fromEntries(hosts.map(host => [host, steps])),
	'smoke-test': {'kafka-01': ['records']},
};

/** A run told by hand, and the scene it makes. */
export function telling(shape: Shape = platform) {
	let run: RunState = noRun;
	const tell = story('apply', shape, event => {
		run = reduce(run, event);
	});
	tell.begin();
	const scene = (changes: Partial<Scene> = {}): Scene => ({
		run,
		logins: [],
		view: firstView,
		now: tell.now(),
		columns: 80,
		rows: 24,
		look,
		...changes,
	});
	return {tell, run: () => run, scene};
}

export const plainText = (line: Line): string => line.map(({text}) => text).join('');
export const texts = (lines: readonly Line[]): readonly string[] => lines.map(plainText);

/** A run screen in a terminal in memory, whose clock is that of the story it is told. */
export function opened(
	options: Partial<RunScreenOptions> & {readonly columns?: number; readonly rows?: number; readonly shape?: Shape} = {},
) {
	const screen = openScreen(options);
	const ticks = new Set<() => void>();
	let now = () => firstMoment;
	const clock: Clock = {
		now: () => now(),
		subscribe(tick) {
			ticks.add(tick);
			return () => ticks.delete(tick);
		},
	};
	const asked: string[] = [];
	const log = createHostLog();
	const run = showRun({
		stdout: screen.stdout,
		stdin: screen.stdin,
		onStop: () => asked.push('stop'),
		onPause: paused => asked.push(paused ? 'pause' : 'go on'),
		onCrash(error) {
			throw error;
		},
		readLog: log.lines,
		unicode: true,
		colour: false,
		clock,
		...options,
	});
	const tell = story('apply', options.shape ?? platform, event => {
		log.add(event);
		run.emit(event);
	});
	now = tell.now;
	return {
		screen,
		run,
		tell,
		asked,
		/** Lets time pass. */
		pass(ms: number) {
			tell.wait(ms);
			for (const tick of ticks) tick();
		},
		timers: () => ticks.size,
	};
}
