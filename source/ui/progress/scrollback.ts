import type {RunEvent} from '../../core/events.ts';
import {isFinished, type RunState, type StageState} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import {notFollowedText} from '../../core/view/not-followed.ts';
import {operationWords} from '../../core/view/operation-words.ts';
import {count, names} from '../../core/view/words.ts';
import {endingLines} from './ending.ts';
import {failureLines, stoppedLines} from './failure-lines.ts';
import type {Findings} from './findings.ts';
import {blank, type Line, span, wrapProse} from './line.ts';
import type {Look} from './look.ts';
import {currentStages} from './scene.ts';
import {doneStageLine, type Login, loggedInLine} from './stage-line.ts';

export type Told = {readonly run: RunState; readonly logins: readonly Login[]; readonly findings: Findings};

/** What stays in the scrollback: each thing once, when it is over. */
export type Chronicle = {
	/** The lines that an event adds, given the state after it. */
	after(event: RunEvent, told: Told): readonly Line[];
	/** The lines of a failure once the hosts have come to rest. */
	rest(told: Told, now: number): readonly Line[];
};

export function createChronicle(look: Look, columns: () => number): Chronicle {
	/** Stages that have been told: at their end, or as they came to rest after a failure. */
	let told = new Set<string>();
	let failures = new WeakSet<object>();
	let loggedIn = false;
	/** Remarks that have been told, and of which hosts. */
	let noted = new Set<string>();

	const newFailures = (run: RunState): readonly Line[] => {
		const news = run.failures.filter(one => !failures.has(one));
		for (const one of news) failures.add(one);
		return failureLines(news, run, columns(), look);
	};
	/** Remarks with the hosts that they are of, each once. */
	const once = (said: ReadonlyMap<string, ReadonlySet<string>>): readonly Line[] => {
		const texts = [...said].map(([note, on]) => `note: ${cleanLine(`${names([...on])}: ${note}`)}`);
		const news = texts.filter(text => !noted.has(text));
		for (const text of news) noted.add(text);
		return news.flatMap(text => wrapProse(text, Math.max(20, columns() - 3)).map(row => [span('  '), span(row, 'changed')]));
	};
	/** The remarks of a stage, each once; those of a test command are its result, which is shown in another way. */
	const noteLines = ({hosts}: StageState): readonly Line[] => {
		const said = new Map<string, Set<string>>();
		for (const {name, steps} of hosts) {
			for (const {status, command, notes} of steps) {
				if (status === 'ok' && command !== undefined) continue;
				for (const note of notes) said.set(note, (said.get(note) ?? new Set()).add(name));
			}
		}
		return once(said);
	};
	const loginNotes = (logins: readonly Login[]): readonly Line[] => {
		const said = new Map<string, Set<string>>();
		for (const {host, notFollowed} of logins) {
			if (notFollowed === undefined) continue;
			const text = notFollowedText(notFollowed);
			said.set(text, (said.get(text) ?? new Set()).add(host));
		}
		return once(said);
	};
	const stageLines = (stage: StageState, run: RunState, now: number): readonly Line[] => {
		if (told.has(stage.id)) return [];
		told.add(stage.id);
		// What a destroy keeps and leaves is told at its end.
		return [doneStageLine(stage, run, now, columns(), look), ...(run.operation === 'destroy' ? [] : noteLines(stage))];
	};
	/** In the order of the plan: one that has ended before the tests of an earlier one waits for them. */
	const ended = (run: RunState, now: number): readonly Line[] => {
		const running = run.stages.findIndex(({status}) => status === 'running');
		const until = running < 0 ? run.stages : run.stages.slice(0, running);
		return until.filter(({status}) => isFinished(status)).flatMap(stage => stageLines(stage, run, now));
	};

	const heading = ({mode, operation, cluster, version, recap, stages: all}: RunState): readonly Line[] => {
		const verb = {apply: operationWords[operation].verb, check: 'Plan', test: 'Test'}[mode];
		const hosts = count(Object.keys(recap.hosts).length, 'host');
		const text = `${hosts}, ${count(all.length, 'stage')}`;
		return [[span(`${verb} ${cleanLine(cluster)}`, 'bold'), span(`  ${text}`), span(`  kafka-setup ${version}`, 'dim')]];
	};

	return {
		after(event, {run, logins, findings}) {
			const now = Date.parse(event.at);
			switch (event.type) {
				case 'run-started':
					told = new Set();
					failures = new WeakSet();
					loggedIn = false;
					noted = new Set();
					return heading(run);
				case 'step-started': {
					// After a failure the stage begins anew, and what had begun after it.
					told.delete(event.ref.stage);
					const login =
						loggedIn || logins.length === 0 ? [] : [loggedInLine(logins, run, columns(), look), ...loginNotes(logins)];
					loggedIn = true;
					return [...login, ...ended(run, now)];
				}
				case 'step-finished':
					// Its failures are told when all hosts have come to rest, in one block.
					return ended(run, now).concat(run.stages.every(({status}) => status !== 'running') ? newFailures(run) : []);
				case 'run-finished': {
					const outside = run.failure === undefined ? [] : stoppedLines(run.failure, columns(), look);
					return [...ended(run, now), ...newFailures(run), ...outside, ...endingLines(run, findings, columns(), look)];
				}
				default:
					return [];
			}
		},
		rest({run}, now) {
			const rested = currentStages(run);
			return [...rested.flatMap(stage => stageLines(stage, run, now)), ...newFailures(run), blank];
		},
	};
}
