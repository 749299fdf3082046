import {failureOf} from '../../../core/failure.ts';
import {cleanLines} from '../../../core/text.ts';
import {loginFields} from '../answers/fields.ts';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {missingText, portsText, portsTried} from '../check-rows.ts';
import {failureText} from '../failure-rows.ts';
import {pathInBox} from '../hosts/host-list.ts';
import {groupChoices, groupQuestion, listRemarks, listSummary} from '../hosts/list-words.ts';
import {cleanPath} from '../local-path.ts';
import {openFile} from '../open-file.ts';
import {causesOf, wellTitles} from '../probe/causes.ts';
import {type Checked, type ClusterCheck, checkAsked, mayListen} from '../probe/cluster-check.ts';
import {fileToOpen, withMembership} from '../probe/membership.ts';
import {countsLine, probeCounts} from '../probe/probe-table.ts';
import {targetsOf} from '../probe/targets.ts';
import type {CheckAsked, HostProbe, ProbeTarget} from '../wizard-functions.ts';
import {askLine, choose, confirm} from './line-questions.ts';
import {askField, dispatch, helpFor, type LineSession, messageOf, readingOf} from './line-session.ts';

/** Which roles the groups of an inventory have whose names do not say it. */
async function askGroups(session: LineSession): Promise<void> {
	for (;;) {
		const {list, offered} = readingOf(session);
		const [asked] = list.unclear;
		if (asked === undefined) return;
		session.lines.say(groupQuestion(asked, list));
		const answer = await choose(session.lines, 'role', groupChoices(offered, list, asked), helpFor(session, 'hosts'));
		dispatch(session, {type: 'group', group: asked.group, answer});
	}
}

/** What was made of an inventory, and what of it has no part in the cluster. */
function sayList(session: LineSession): void {
	const reading = readingOf(session);
	const {list} = reading;
	const remarks = listRemarks(list);
	if (remarks.length === 0 && Object.keys(list.roles).length === 0) return;
	for (const line of [listSummary(list, reading), ...remarks]) session.lines.say(line);
}

export async function hosts(session: LineSession): Promise<void> {
	const {lines, functions} = session;
	for (;;) {
		const known = readingOf(session).hosts.map(host => host.name);
		if (known.length > 0) lines.say(`Hosts: ${known.join(', ')}. An empty line keeps them.`);
		lines.say('Hosts: any list, or the path of an inventory. Finish with an empty line.');
		const typed: string[] = [];
		for (;;) {
			const line = await askLine(lines, `host ${typed.length + 1}`, helpFor(session, 'hosts'));
			if (line === '') break;
			typed.push(line);
		}
		if (typed.length > 0) {
			const path = pathInBox(typed.join('\n'));
			try {
				dispatch(session, {
					type: 'hosts',
					text: path === undefined ? typed.join('\n') : await functions.readText(cleanPath(path)),
				});
			} catch (error) {
				lines.say(messageOf(error));
				continue;
			}
		}
		const {list} = readingOf(session);
		for (const {line, message} of list.problems) lines.say(`Line ${line + 1}: ${message}`);
		if (list.problems.length > 0) continue;
		await askGroups(session);
		sayList(session);
		if (readingOf(session).hosts.length > 0) break;
	}
	await askField(session, {id: 'name', label: 'cluster name', usual: 'kafka'});
}

function probeOnce(session: LineSession, target: ProbeTarget): Promise<readonly [string, HostProbe]> {
	return new Promise(fulfil => {
		let stop: (() => void) | undefined;
		let over = false;
		stop = session.functions.probe(target, session.typed, probe => {
			if (!probe.done || over) return;
			over = true;
			fulfil([target.host.name, probe]);
			stop?.();
		});
	});
}

/** Looks at all hosts, or only at those of which something else is to be known than at the last look. */
export async function probeAll(session: LineSession, changedOnly = false): Promise<void> {
	const targets = targetsOf(session.state.answers, readingOf(session));
	const keyOf = (target: ProbeTarget) => JSON.stringify(target);
	const stale = targets.filter(target => !changedOnly || session.probed.get(target.host.name) !== keyOf(target));
	if (stale.length > 0) session.lines.say(`Checking ${stale.length} hosts …`);
	session.probes = new Map([...session.probes, ...(await Promise.all(stale.map(target => probeOnce(session, target))))]);
	session.probed = new Map(targets.map(target => [target.host.name, keyOf(target)]));
}

function sayFindings(session: LineSession, checked?: Checked): void {
	const {say} = session.lines;
	const names = readingOf(session).hosts.map(host => host.name);
	const probes = withMembership(session.probes, session.state);
	say(countsLine(probeCounts(names, probes, checked)));
	for (const {state, text, hint, run, hosts: on} of causesOf(names, probes, checked)) {
		const where = `${state === 'unknown' ? 'not checked on ' : ''}${on.join(', ')}`;
		for (const line of cleanLines(`${text} (${where})${hint === '' ? '' : `. ${hint}`}`)) say(line);
		if (run !== undefined) say(`  $ ${run}`);
	}
	if (checked !== undefined) say(`ok: ${wellTitles(checked).join(', ')}`);
}

export async function login(session: LineSession): Promise<void> {
	const {lines} = session;
	for (const spec of loginFields(readingOf(session))) await askField(session, spec);
	await probeAll(session);
	const unknown = [...session.probes].flatMap(([host, {unknownKey}]) =>
		unknownKey === undefined ? [] : [{host, ...unknownKey}],
	);
	if (unknown.length > 0) {
		lines.say('These host keys are not known yet. Compare them with ssh-keygen -lf on the hosts.');
		for (const {host, fingerprint, type} of unknown) lines.say(`  ${host}  ${fingerprint}  ${type}`);
		if (await confirm(lines, 'Accept them all?', helpFor(session, 'login'))) {
			dispatch(session, {type: 'trust', keys: Object.fromEntries(unknown.map(({host, fingerprint}) => [host, [fingerprint]]))});
			await probeAll(session);
		}
	}
	sayFindings(session);
}

/** Offers to open the file of the cluster that the hosts belong to. @returns whether it was opened */
async function offerFile(session: LineSession): Promise<boolean> {
	const {lines, functions, state, probes} = session;
	const names = readingOf(session).hosts.map(host => host.name);
	const file = fileToOpen(names, probes, state);
	if (file === undefined || !(await confirm(lines, `Open ${file} in place of these answers?`, helpFor(session, 'check'))))
		return false;
	try {
		dispatch(session, await openFile(functions, file));
		return true;
	} catch (error) {
		lines.say(messageOf(error));
		return false;
	}
}

async function lookAt({lines, functions}: LineSession, asked: CheckAsked): Promise<ClusterCheck> {
	lines.say(asked.listen ? 'Checking the cluster, and every port between the hosts …' : 'Checking the cluster …');
	try {
		return {state: 'done', sheet: await functions.check(asked, () => {}, new AbortController().signal), asked};
	} catch (error) {
		return {state: 'refused', problem: failureOf(error)};
	}
}

/** The checks of the cluster, as far as these answers and hosts allow them. */
async function checkCluster(session: LineSession): Promise<ClusterCheck> {
	const {lines, functions, state, probes, typed} = session;
	const asked = checkAsked(state, readingOf(session), probes, typed);
	if ('state' in asked) return asked;
	// There is no key for it, and who comes here may be on the way to another page.
	const question = 'A database refused a login. Try it again? Wrong tries may lock the account';
	if (functions.hasRefusal() && (await confirm(lines, question, helpFor(session, 'check')))) functions.tryAgain();
	return lookAt(session, asked);
}

function sayCheck(session: LineSession, found: ClusterCheck): void {
	const {lines, state} = session;
	sayFindings(session, found.state === 'done' ? found : undefined);
	if (found.state === 'refused') for (const line of failureText(found.problem)) lines.say(line);
	const tried = portsTried(found);
	if (tried !== undefined) lines.say(tried.text);
	const missing = missingText(found);
	if (missing !== undefined) lines.say(missing);
	for (const problem of labelledProblems(state.answers, readingOf(session))) lines.say(messageOf(problem));
}

/** Whether a host let nobody in, or not as root: what is wrong there may be fixed meanwhile, outside of the wizard. */
const letsNobodyIn = (probe: HostProbe | undefined) =>
	(['reach', 'login', 'sudo'] as const).some(item => probe?.items[item]?.state === 'bad');

export async function check(session: LineSession): Promise<void> {
	const {lines, functions} = session;
	const help = helpFor(session, 'check');
	for (;;) {
		await probeAll(session);
		const found = await checkCluster(session);
		sayCheck(session, found);
		if (await offerFile(session)) return;
		const ports = mayListen(found) ? found : undefined;
		const again = readingOf(session).hosts.some(({name}) => letsNobodyIn(session.probes.get(name)));
		if (ports !== undefined) lines.say(`${portsText}.`);
		if (again) lines.say('To check again tries once more what was refused. Wrong tries may lock the account.');
		const keys = [...(ports === undefined ? [] : ['p and Enter to do that']), ...(again ? ['r and Enter to check again'] : [])];
		const answer = await askLine(lines, ['Press Enter to continue', ...keys].join(', or '), help);
		if (again && answer.toLowerCase() === 'r') {
			functions.tryAgain();
			continue;
		}
		if (ports === undefined || answer.toLowerCase() !== 'p') return;
		sayCheck(session, await lookAt(session, {...ports.asked, listen: true}));
		await askLine(lines, 'Press Enter to continue', help);
		return;
	}
}
