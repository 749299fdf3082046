import {failureOf} from '../../../core/failure.ts';
import {noAnswers} from '../answers/answers.ts';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {readAnswers} from '../answers/reading.ts';
import {failureText, noticeText} from '../failure-rows.ts';
import {cleanPath} from '../local-path.ts';
import {pagesFor, stepOf, titleOf} from '../page-order.ts';
import {diffLines} from '../plan/diff-lines.ts';
import {hasDiff, planCounts, planRows} from '../plan/plan-tree.ts';
import {resultOf} from '../result.ts';
import {startAction, startItems} from '../start-items.ts';
import type {Beginning, PlanSummary, Questions, WizardResult} from '../wizard-functions.ts';
import {beginAt, untouched, usualPath} from '../wizard-state.ts';
import {linePages} from './line-pages.ts';
import {askLine, BackAnswer, choose, confirm, type Lines, type Numbered} from './line-questions.ts';
import {dispatch, helpFor, type LineSession, messageOf} from './line-session.ts';

export type LineFormOptions = Questions & {readonly lines: Lines};

const finished = (session: LineSession, action: WizardResult['action'], path?: string): WizardResult =>
	resultOf(action, path, session.state.answers, readAnswers(session.state.answers), session.typed);

async function start(session: LineSession, beginning: Beginning): Promise<WizardResult | undefined> {
	const {lines, functions, state} = session;
	const {unfinished} = beginning;
	for (const removal of beginning.removals ?? []) for (const line of noticeText(removal)) lines.say(line);
	if (unfinished !== undefined) lines.say(`Stopped ${unfinished.when} at ${unfinished.stoppedAt}`);
	for (;;) {
		const chosen = await choose(lines, 'begin', startItems({beginning, state}), helpFor(session, 'start'));
		if (chosen === 'unfinished') return finished(session, 'resume');
		if (chosen === 'demo') return finished(session, 'demo');
		try {
			dispatch(session, await startAction(chosen, session.state, beginning, functions));
		} catch (error) {
			lines.say((error as Error).message);
			lines.say('Edit the file, then choose it again: it is read again.');
			continue;
		}
		return undefined;
	}
}

/** The whole tree at once: there is no cursor to open it with. */
function sayPlan({lines: {say}, state}: Pick<LineSession, 'lines' | 'state'>, plan: PlanSummary): void {
	const open = new Set(plan.stages.flatMap(stage => [stage.id, ...stage.hosts.map(host => `${stage.id}/${host.name}`)]));
	for (const {depth, text, counts, change} of planRows(plan, open)) {
		say(`${'  '.repeat(depth)}${text}${counts === '' || change !== undefined ? '' : `: ${counts}`}`);
	}
	say(`${planCounts(plan)}. ${untouched(state)}.`);
}

async function makePlan({lines, functions, state, typed}: LineSession, path: string): Promise<PlanSummary | undefined> {
	const reading = readAnswers(state.answers);
	for (const {message} of labelledProblems(state.answers, reading)) lines.say(message);
	if (reading.cluster === undefined) return undefined;
	try {
		const plan = await functions.plan(reading.text, path, typed, text => lines.say(`${text} …`));
		if (plan.removal !== undefined) for (const line of noticeText(plan.removal)) lines.say(line);
		sayPlan({lines, state}, plan);
		if (plan.failure !== undefined) lines.say(plan.failure.message);
		return plan;
	} catch (error) {
		for (const line of failureText(failureOf(error))) lines.say(line);
		return undefined;
	}
}

async function review(session: LineSession): Promise<WizardResult | undefined> {
	const {lines, functions} = session;
	const path = usualPath(session.state);
	let plan = await makePlan(session, path);
	let written: string | undefined;
	for (;;) {
		const {text, cluster} = readAnswers(session.state.answers);
		lines.say(`Without the wizard: kafka-setup apply ${written ?? path}`);
		const ready = plan !== undefined && plan.failure === undefined;
		const items: readonly Numbered<'install' | 'diff' | 'edit' | 'write' | 'quit'>[] = [
			...(ready ? [{value: 'install', label: 'install'} as const] : []),
			{value: 'edit', label: 'change an answer'},
			...(plan === undefined ? [] : [{value: 'diff', label: 'show what changes in files'} as const]),
			...(cluster === undefined ? [] : [{value: 'write', label: 'write the cluster file'} as const]),
			{value: 'quit', label: 'quit'},
		];
		const chosen = await choose(lines, 'review', items, helpFor(session, 'review'));
		if (chosen === 'quit') return finished(session, written === undefined ? 'quit' : 'write', written);
		if (chosen === 'install') {
			const to = written ?? path;
			const kept = await functions.keptAs(text, to);
			const also = `It also writes ${to}${kept === undefined ? '' : `; the old one is kept as ${kept}`}`;
			const question = `Install on ${cluster?.hosts.length ?? 0} hosts now? ${also}`;
			if (!(await confirm(lines, question, helpFor(session, 'review')))) continue;
			try {
				lines.say(await functions.save(text, to));
				return finished(session, 'install', to);
			} catch (error) {
				lines.say(messageOf(error));
				continue;
			}
		}
		if (chosen === 'edit') {
			const reading = readAnswers(session.state.answers);
			const pages = pagesFor(reading).filter(page => page !== 'start' && page !== 'review');
			const page = await choose(
				lines,
				'change',
				pages.map(value => ({value, label: titleOf(value, reading)})),
				helpFor(session, 'review'),
			);
			dispatch(session, {type: 'edit', page});
			return undefined;
		}
		if (chosen === 'diff') {
			const changes = plan!.stages.flatMap(stage =>
				stage.hosts.flatMap(host => host.changes.filter(hasDiff).map(change => ({host, change}))),
			);
			for (const {host, change} of changes)
				for (const line of [`${host.name}: ${change.what}`, ...diffLines(change)]) lines.say(line);
		}
		if (chosen === 'write') {
			const to = cleanPath((await askLine(lines, `write to [${path}]`, helpFor(session, 'review'))) || path);
			try {
				lines.say(await functions.save(text, to));
				// What is remembered of a cluster is found by its file.
				if (to !== (written ?? path)) plan = await makePlan(session, to);
				written = to;
			} catch (error) {
				lines.say(messageOf(error));
			}
		}
	}
}

/**
 * The questions of the wizard as lines and numbered lists, without moving the cursor. `<` goes back a page, `?` explains.
 * @throws what `ask` throws when there is no more input.
 */
export async function askByLines({
	lines,
	functions,
	beginning,
	answers = noAnswers,
	page = 'start',
	typed = new Map(),
	file,
}: LineFormOptions): Promise<WizardResult> {
	const session: LineSession = {
		lines,
		functions,
		state: beginAt(answers, page, file),
		typed,
		probes: new Map(),
		probed: new Map(),
	};
	lines.say('< goes to the previous page, ? explains a question.');
	for (;;) {
		const current = session.state.page;
		const reading = readAnswers(session.state.answers);
		const order = pagesFor(reading);
		const {step, of} = stepOf(current, order);
		lines.say('');
		if (current !== 'start') lines.say(`${titleOf(current, reading)}, step ${step} of ${of}`);
		try {
			if (current === 'start' || current === 'review') {
				const result = await (current === 'start' ? start(session, beginning) : review(session));
				if (result !== undefined) return result;
			} else {
				await linePages[current](session);
				// Another file may have been opened meanwhile.
				if (session.state.page === current) dispatch(session, {type: 'next'});
			}
		} catch (error) {
			if (!(error instanceof BackAnswer)) throw error;
			dispatch(session, {type: 'back'});
		}
	}
}
