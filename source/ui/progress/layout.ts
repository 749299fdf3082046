import {type HostState, isFinished, type StageState} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import {footer} from './footer.ts';
import {cutLine, justify, type Line, lineWidth, span} from './line.ts';
import {currentStages, liveHeight, type Scene, treeRows} from './scene.ts';
import {loginLine, runningStageLine, timeEdge} from './stage-line.ts';
import {chooseDetails, detailLines, failedStep, hostLine, runningStep} from './step-line.ts';

/** Lines of output shown below one host. */
const mostDetails = 5;

/** What deserves a row first when there are too few: 0 is the most urgent. */
function urgency(host: HostState, chosen: string | undefined): number {
	if (failedStep(host) !== undefined) return 0;
	if (host.name === chosen) return 1;
	if (runningStep(host) !== undefined) return 2;
	return isFinished(host.status) ? 4 : 3;
}

/** The hosts that get a row, in their order, and those that are folded into one line. */
export function chooseHosts(hosts: readonly HostState[], room: number, chosen: string | undefined) {
	if (hosts.length <= room) return {shown: hosts, folded: []};
	const byNeed = [...hosts].sort((a, b) => urgency(a, chosen) - urgency(b, chosen));
	const kept = new Set(byNeed.slice(0, Math.max(0, room - 1)));
	return {shown: hosts.filter(host => kept.has(host)), folded: hosts.filter(host => !kept.has(host))};
}

/** Deals out the free rows among hosts: one each in turn, the most urgent first, none more than it has lines for. */
export function dealRows(hosts: readonly HostState[], room: number, chosen: string | undefined): ReadonlyMap<string, number> {
	const wants = hosts.map(host => ({host, wanted: Math.min(mostDetails, detailLines(host).length), got: 0}));
	const byNeed = [...wants].sort((a, b) => urgency(a.host, chosen) - urgency(b.host, chosen));
	let left = room;
	while (left > 0 && byNeed.some(one => one.got < one.wanted)) {
		for (const one of byNeed) {
			if (left === 0 || one.got >= one.wanted) continue;
			one.got += 1;
			left -= 1;
		}
	}
	return new Map(wants.map(({host, got}) => [host.name, got]));
}

function foldedLine(hosts: readonly HostState[]): string {
	const done = hosts.filter(({status}) => isFinished(status)).length;
	const running = hosts.filter(host => !isFinished(host.status) && runningStep(host) !== undefined).length;
	const waiting = hosts.length - done - running;
	const parts = [
		[done, 'done'],
		[running, 'running'],
		[waiting, 'waiting'],
	] as const;
	return parts
		.filter(([number]) => number > 0)
		.map(([number, word]) => `${number} more ${word}`)
		.join(', ');
}

function hostRows(stage: StageState, room: number, scene: Scene): readonly Line[] {
	const {view, now, columns, look} = scene;
	const {more, bar, chosen, dot} = look.symbols;
	const {shown, folded} = chooseHosts(stage.hosts, room, view.host);
	const rows = dealRows(shown, room - shown.length - (folded.length > 0 ? 1 : 0), view.host);
	const names = Math.max(...stage.hosts.map(({name}) => cleanLine(name).length));
	const lines = shown.flatMap(host => {
		const {mark, tone, what, time} = hostLine(host, stage, now, look);
		const isChosen = host.name === view.host;
		const name = span(cleanLine(host.name).padEnd(names), isChosen ? 'bold' : undefined);
		const left = [span(isChosen ? `${chosen} ` : '  ', 'bold'), span(mark, tone), span(' '), name, span('  '), ...what];
		const details = chooseDetails(host, rows.get(host.name) ?? 0);
		return [
			justify(left, time, timeEdge(columns), more),
			...details.map(line => cutLine([span(`    ${bar} `, 'dim'), ...line], columns - 1, more)),
		];
	});
	if (folded.length === 0) return lines;
	return [...lines, cutLine([span(`  ${dot} ${foldedLine(folded)}`, 'dim')], columns - 1, more)];
}

/** The stages at work, each above its hosts. Of all but the last only tests are left to do, on the hosts that are shown. */
function stageRows(stages: readonly StageState[], room: number, scene: Scene): readonly Line[] {
	const {run, now, columns, look} = scene;
	let left = room;
	return stages.flatMap((stage, index) => {
		const late = index < stages.length - 1;
		const heading = runningStageLine(stage, late ? 'tests' : '', run, now, columns, look);
		const hosts = late ? stage.hosts.filter(host => runningStep(host) ?? failedStep(host)) : stage.hosts;
		const share = Math.floor(left / (stages.length - index)) - 1;
		const below = hosts.length === 0 || share < 1 ? [] : hostRows({...stage, hosts}, share, scene);
		left -= 1 + below.length;
		return [heading, ...below];
	});
}

/** The stages that are still to come, in one line. */
function pendingLine({run, columns, look}: Scene): Line | undefined {
	const titles = run.stages.filter(({status}) => status === 'pending').map(({title}) => cleanLine(title));
	if (titles.length === 0) return undefined;
	const {idle, dot, more} = look.symbols;
	return cutLine([span(`${idle} ${titles.join(` ${dot} `)}`, 'dim')], columns - 1, more);
}

/** Where the run stands in one line, for a screen without room for more. */
function statusLine(scene: Scene): Line {
	const {run, now, columns, look} = scene;
	const stage = currentStages(run).at(-1);
	if (stage === undefined) return footer(scene);
	const done = stage.hosts.filter(({status}) => isFinished(status)).length;
	const head = [span(`${look.spinner(now)} `), span(cleanLine(stage.title), 'bold'), span(` ${done}/${stage.hosts.length} `)];
	const rest = columns - 1 - lineWidth(head);
	if (rest < 20)
		return cutLine(
			[span(`${look.spinner(now)} ${run.done}/${run.steps} ${cleanLine(stage.title)}`)],
			columns - 1,
			look.symbols.more,
		);
	return [...head, span(`${look.symbols.dot} `, 'dim'), ...footer({...scene, columns: rest - 1})];
}

/** The live part of a run: at most `liveHeight(rows)` lines, each narrower than the screen. */
export function treeLines(scene: Scene): readonly Line[] {
	const {run, logins, now, columns, rows, look} = scene;
	if (run.status !== 'running') return [];
	if (rows < treeRows) return [statusLine(scene)];
	const stages = currentStages(run);
	const pending = pendingLine(scene);
	const end = [...(pending === undefined ? [] : [pending]), footer(scene)];
	if (stages.length > 0) return [...stageRows(stages, liveHeight(rows) - end.length, scene), ...end];
	return run.done === 0 ? [loginLine(logins, run, now, columns, look), ...end] : end;
}
