import type {Cluster} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import {oneAtATime} from '../../core/one-at-a-time.ts';
import type {Context, Step} from '../../core/plan.ts';
import {checkStep, type HostCheck, hostCheck} from '../preflight/host-check.ts';
import type {ConnectMaterials} from '../roles/connect/stage.ts';
import {sourcesOf} from '../roles/connect/worker.ts';
import {type DatabaseFinding, hostFindings} from './finding.ts';
import {judge, notChecked} from './judge.ts';
import {isRefused, type Logins, loginsOf} from './login.ts';
import {type Candidate, newSources} from './new-sources.ts';
import {type Looked, lookAtDatabases} from './on-host.ts';
import {reachFindings} from './reach.ts';
import type {Refusals} from './refusals.ts';
import type {Login} from './request.ts';

/** The looks at the databases in one plan: at most one login a source in an attempt, whatever is asked how often. */
export type DatabaseSteps = {
	/** In preflight: the way there, and where the host has Java also the login and the tables. */
	readonly before: () => (host: Host) => readonly HostCheck[];
	/** At the end of the platform stage, before any service starts: the same where preflight could not. */
	readonly afterJava: () => (host: Host) => readonly Step[];
};

type Told = {readonly findings: readonly DatabaseFinding[]; readonly lacks?: 'java' | 'driver'};

/** What is needed later is looked at later. */
const laterText = {
	java: 'looked at once it is there, before any service starts',
	driver: 'what is wrong there shows when the connector runs',
};

/** What a host has already is not made worse by a run, and brokers must not wait for a database: of such a source nothing fails. */
function softened(findings: readonly DatabaseFinding[], candidates: readonly Candidate[]): readonly DatabaseFinding[] {
	const kept = candidates.flatMap(one => (one.kept ? [one.source.name] : []));
	return findings.map(one => (one.state === 'failed' && kept.includes(one.source) ? {...one, state: 'warning'} : one));
}

const noPasswords = (missing: Logins['missing']): readonly DatabaseFinding[] =>
	[...missing].map(([source, {message, hint = ''}]) => ({
		check: 'database-login',
		state: 'failed',
		source,
		found: `not logged in to: ${message}`,
		wanted: 'its password',
		why: 'A worker whose connector cannot log in ends itself.',
		fix: hint,
	}));

/** Ends a look before its program runs: no source has a password. */
class NoLogins extends Error {}

/** Each host is asked once; what failed with the connection may be asked again. */
function asker(look: (context: Context, host: Host) => Promise<Told>) {
	const told = new Map<string, Promise<Told>>();
	return {
		told,
		ask(context: Context, host: Host): Promise<Told> {
			const known = told.get(host.name);
			if (known !== undefined) return known;
			const asked = look(context, host);
			told.set(host.name, asked);
			asked.catch(() => told.delete(host.name));
			return asked;
		},
	};
}

/** @param refusals of earlier looks, if any: such a login is not tried again, and told as it was */
export function databaseSteps(cluster: Cluster, materials: ConnectMaterials, refusals?: Refusals): DatabaseSteps {
	const {plugin, secret} = materials;
	/** The hosts that have begun to log in, and the one that was refused. */
	let begun = new Set<string>();
	let refused: string | undefined;
	/** One host logs in after the other: after a refusal nobody tries on. */
	const inTurn = oneAtATime();

	async function logIn(context: Context, getLogins: () => Promise<readonly Login[]>): Promise<Looked> {
		const {name} = context.host;
		if (begun.has(name)) return {why: 'the connection to the host was lost during the login, which is not tried twice'};
		if (refused !== undefined) return {why: `a login was refused on ${refused}, and no other is tried`};
		const before = await refusals?.told(getLogins);
		if (before !== undefined) {
			refused = name;
			return before;
		}
		let logins: readonly Login[] = [];
		const looked = await lookAtDatabases(context, cluster, plugin, async () => {
			logins = await getLogins();
			begun.add(name);
			return logins;
		});
		if (isRefused(looked)) refused = name;
		refusals?.keep(logins, looked);
		return looked;
	}

	async function look(context: Context, host: Host): Promise<Told> {
		const candidates = await newSources(context, cluster, host, materials);
		const sources = candidates.map(({source}) => source);
		const reach = softened(await reachFindings(context, sources), candidates);
		const unreached = new Set(reach.filter(({check}) => check === 'database-reach').map(({source}) => source));
		const reached = sources.filter(({name}) => !unreached.has(name));
		if (reached.length === 0) return {findings: reach};
		// Asked for as late as they are needed, and once.
		let found: Promise<Logins> | undefined;
		let missing: Logins['missing'] = new Map();
		const getLogins = async () => {
			found ??= loginsOf(reached, secret);
			const {logins, ...others} = await found;
			missing = others.missing;
			if (logins.length === 0) throw new NoLogins();
			return logins;
		};
		const looked = await inTurn(() => logIn(context, getLogins)).catch((error: unknown) => {
			if (error instanceof NoLogins) return undefined;
			throw error;
		});
		const before = [...reach, ...softened(noPasswords(missing), candidates)];
		if (looked === undefined) return {findings: before};
		const known = reached.filter(({name}) => !missing.has(name));
		if ('answer' in looked) return {findings: [...before, ...softened(judge(known, looked.answer, looked.drivers), candidates)]};
		const {why, lacks} = looked;
		const text = lacks === undefined ? why : `${why}; ${laterText[lacks]}`;
		const none = known.map(({name}) => ({...notChecked(text), source: name}));
		return {findings: [...before, ...none], ...(lacks === undefined ? {} : {lacks})};
	}

	const checkOn = (host: Host, findings: (context: Context) => Promise<readonly DatabaseFinding[]>): readonly HostCheck[] =>
		sourcesOf(cluster, host).length === 0 ? [] : [hostCheck('database', async context => hostFindings(await findings(context)))];
	const anew = () => {
		begun = new Set();
		refused = undefined;
	};

	let inPreflight = asker(look);
	return {
		before() {
			anew();
			const own = asker(look);
			inPreflight = own;
			return host => checkOn(host, async context => (await own.ask(context, host)).findings);
		},
		afterJava() {
			anew();
			const own = asker(look);
			return host =>
				checkOn(host, async context => {
					const earlier = await inPreflight.told.get(host.name)?.catch(() => undefined);
					if (earlier !== undefined && earlier.lacks === undefined) return [];
					const now = await own.ask(context, host);
					// Asked ahead of the packages, or in a plan: it was said before, and is asked again once they are there.
					if (now.lacks !== undefined) own.told.delete(host.name);
					return now.lacks !== undefined && now.lacks === earlier?.lacks ? [] : now.findings;
				}).map(one => checkStep(one, false));
		},
	};
}
