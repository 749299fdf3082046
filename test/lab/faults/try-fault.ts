import {expect} from 'vitest';
import {clusterFile, databasePassword, kafkaSetup, lab, type Overrides} from '../../helpers/lab.ts';
import {failedSteps, failuresOf} from '../../helpers/run-report.ts';
import type {Fault} from './fault.ts';

type Finding = {
	readonly state: string;
	readonly found: string;
	readonly wanted: string;
	readonly fix?: string;
	readonly run?: string;
};
type Cell = {readonly check: string; readonly host: string; readonly state: string; readonly findings: readonly Finding[]};

/** What is said of a fault, and of the way out. */
export type Said = {readonly what: string; readonly fix: string};

/** A cluster on some hosts of the lab, and the options of `lab cluster` that make its file. */
export type Scene = {readonly file: Overrides; readonly options: readonly string[]};

export const onHosts = async (fault: Fault, script: string): Promise<void> => {
	for (const host of (fault.host ?? 'kafka-02').split(' ')) await lab('exec', host, script);
};

const env = {LAB_DB_PASSWORD: databasePassword};

/** `check FILE`, as the cells of its document. */
async function check(file: string): Promise<readonly Cell[]> {
	const {stdout, stderr} = await kafkaSetup(['check', file, '--reporter', 'json'], env);
	try {
		return (JSON.parse(stdout) as {readonly results: readonly Cell[]}).results;
	} catch {
		throw new Error(`check gave no document:\n${stdout}\n${stderr}`);
	}
}

const sayings = (findings: readonly Finding[]): Said => ({
	what: findings.map(({found, wanted}) => `${found}\n${wanted}`).join('\n'),
	fix: findings.flatMap(({fix = '', run = ''}) => [fix, run]).join('\n'),
});

/** What `check` says of it by the check that has to find it; and that no host fails in it once the way out was taken. */
async function byCheck(fault: Fault & {readonly named: {readonly check: string}}, bad: string, good: string): Promise<Said> {
	const {
		check: id,
		state = 'failed',
		host = (fault.host ?? 'kafka-02').split(' ')[0],
	} = fault.named as {
		check: string;
		state?: string;
		host?: string;
	};
	const cells = await check(bad);
	const cell = cells.find(one => one.check === id && one.host === host);
	expect(cell?.state, `${id} on ${host}: ${JSON.stringify(cells.filter(one => one.state !== 'ok'))}`).toBe(state);
	const said = sayings(cell!.findings.filter(one => one.state === state));
	if (fault.fix !== undefined) await onHosts(fault, fault.fix);
	const after = await check(good);
	const worse = state === 'failed' ? ['failed'] : ['failed', 'warning'];
	expect(
		after.filter(one => one.state === 'failed' || (one.check === id && one.host === host && worse.includes(one.state))),
	).toEqual([]);
	return said;
}

/** What the failed step of an `apply` says of it; and that the next one is green. */
async function byStep(fault: Fault & {readonly named: {readonly step: string}}, bad: string, good: string): Promise<Said> {
	const {step, diagnosis} = fault.named as {step: string; diagnosis?: string};
	const ran = await kafkaSetup(['apply', bad, '--reporter', 'json'], env);
	const failures = failedSteps(ran.events);
	const [first] = failures;
	expect(ran.code, `${ran.stderr}${JSON.stringify(failures)}`).toBe(1);
	expect(`${first?.ref.stage}/${first?.ref.step}`, JSON.stringify(failures)).toBe(step);
	const {message, hint = '', diagnosis: cause} = first!.failure as {message: string; hint?: string; diagnosis?: {id: string}};
	if (diagnosis !== undefined) expect(cause?.id, message).toBe(diagnosis);
	if (fault.fix !== undefined) await onHosts(fault, fault.fix);
	const again = await kafkaSetup(['apply', good, '--reporter', 'json'], env);
	expect(again.code, JSON.stringify(failuresOf(again.events))).toBe(0);
	return {what: message, fix: hint};
}

/** Causes a fault, has it named, takes the way out that was told, and sees that all is well again. */
export async function tryFault(fault: Fault, {file, options}: Scene): Promise<void> {
	const fileWith = (changes: Overrides = {}) => clusterFile(merged(file, changes), ...options);
	const bad = await fileWith(fault.file);
	const good = await fileWith(fault.fixed ?? (fault.fix === undefined ? {} : fault.file));
	if (fault.cause !== undefined) await onHosts(fault, fault.cause);
	const {named} = fault;
	const said = 'check' in named ? await byCheck({...fault, named}, bad, good) : await byStep({...fault, named}, bad, good);
	expect(said.what).toMatch(fault.says);
	if (fault.tells !== undefined) expect(said.fix).toMatch(fault.tells);
	if (fault.after !== undefined) await onHosts(fault, fault.after);
}

const isObject = (value: unknown): value is Overrides => typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (base: Overrides, over: Overrides): Overrides => ({
	...base,
	...Object.fromEntries(
		Object.entries(over).map(([key, value]) => {
			const before = base[key];
			return [key, isObject(value) && isObject(before) ? merged(before, value) : value];
		}),
	),
});
