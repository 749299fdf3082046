import type {Source} from '../../cluster/cluster.ts';
import {isBundled} from '../../cluster/jdbc-drivers.ts';
import {remoteWords} from '../../core/text.ts';
import type {Answer, SourceAnswer, Thrown} from './answer.ts';
import type {DatabaseFinding} from './finding.ts';
import {modeRisk} from './mode-risk.ts';
import {tableFindings} from './tables.ts';

type Found = Omit<DatabaseFinding, 'source'>;

/** What was there for the driver to be found in. */
export type Drivers = {
	/** The name of the driver's jar of the cluster file; undefined without one. */
	readonly given: string | undefined;
	/** Whether all the drivers that Connect will have were there, those of the plug-in too. */
	readonly all: boolean;
};

const startsWith = (classes: readonly string[], ...beginnings: readonly string[]) =>
	classes.some(name => beginnings.some(one => name.startsWith(one)));

/** By SQLSTATE 28 of SQL's own standard, or the database's number: MySQL 1045, SQL Server 18456 and others, Oracle 1005, 1017, 28000 and 28001. */
const isLogin = ({state = '', code}: Thrown) =>
	state.startsWith('28') || [1045, 18_456, 18_470, 18_486, 18_487, 18_488, 1005, 1017, 28_000, 28_001].includes(code);

/** PostgreSQL 3D000, MySQL 1049, SQL Server 4060, Oracle 12505 and 12514. */
const isName = ({state, code}: Thrown) => state === '3D000' || [1049, 4060, 12_505, 12_514].includes(code);

/** Whether the login itself was refused, for whatever reason: nobody tries on then. templates/DatabaseCheck.java ends by the same rule. */
export const endsAll = ({state = ''}: Thrown): boolean => !state.startsWith('08') && state !== '3D000';

const isNewer = ({classes}: Thrown) => classes.includes('java.lang.UnsupportedClassVersionError');

function refusal(source: Source, thrown: Thrown): Found {
	const {classes, state = ''} = thrown;
	const said = remoteWords(thrown.message === '' ? (classes[0] ?? 'no reason given') : thrown.message);
	const base = {state: 'failed', why: 'A worker whose connector cannot log in ends itself.'} as const;
	if (isLogin(thrown)) {
		const who = source.user === undefined ? 'a login without a user' : `the login of ${source.user}`;
		return {
			...base,
			check: 'database-login',
			found: `the database refuses ${who}: ${said}`,
			wanted: 'a user who may log in from this host, and the right password',
			fix: 'Set `user` and `password` of this source to the right ones. The login was tried once, and will be once in the next run.',
		};
	}
	if (isName(thrown)) {
		return {
			...base,
			check: 'database-login',
			found: `the database server has no such database: ${said}`,
			wanted: 'the database that the URL names',
			fix: 'Check the name of the database in this source.',
		};
	}
	if (startsWith(classes, 'javax.net.ssl.', 'java.security.cert.')) {
		return {
			...base,
			check: 'database-tls',
			found: `no TLS with the database: ${said}`,
			wanted: 'a certificate that the Java of this host trusts, for the name in the URL',
			fix: 'Let Java trust the authority that signed it (keytool -importcert -cacerts), or say in the URL how the driver is to check it.',
		};
	}
	if (isNewer(thrown) || startsWith(classes, 'java.lang.NoClassDefFoundError', 'java.lang.ExceptionInInitializerError')) {
		return {
			...base,
			check: 'database-driver',
			found: `its driver does not run on the Java of this host: ${said}`,
			wanted: 'a driver for the Java that is there',
			fix: "Take the driver's build for this Java or an older one: connect.driver.",
		};
	}
	if (state.startsWith('08') || startsWith(classes, 'java.net.', 'java.io.')) {
		return {
			...base,
			check: 'database-reach',
			found: `no connection to the database: ${said}`,
			wanted: 'a database that answers at the host and port of the URL',
			fix: 'Check host and port of this source, and that the database takes connections from this host.',
		};
	}
	return {
		...base,
		check: 'database-login',
		found: `no login to the database: ${said}`,
		wanted: 'a login',
		fix: 'See what the database’s own log says of it.',
	};
}

function noDriver({url}: Source, {given, all}: Drivers, {broken}: Answer): Found {
	const scheme = /^jdbc:[^:]*/.exec(url)?.[0] ?? 'its URL';
	const newer = broken.find(isNewer);
	const base = {
		check: 'database-driver',
		wanted: `a driver that takes ${scheme}`,
		why: 'Without it the connector ends with "No suitable driver", and its worker with it.',
	} as const;
	if (newer !== undefined) {
		const found = `its driver needs a newer Java than this host has: ${remoteWords(newer.message)}`;
		return {...base, state: 'failed', found, fix: "Take the driver's build for this Java or an older one: connect.driver."};
	}
	const found = given === undefined ? `there is no driver for ${scheme}` : `${given} is no driver for ${scheme}`;
	const fix = 'Set connect.driver to the jar of the driver for this database.';
	if (!all && isBundled(url))
		return {
			...base,
			state: 'not-checked',
			found: `not checked: ${found}, and the plug-in with its own is not there yet`,
			fix: '',
		};
	return {...base, state: 'failed', found, fix};
}

function ofSource(source: Source, answer: SourceAnswer, drivers: Drivers, all: Answer): readonly Found[] {
	if (answer.unsuitable) return [noDriver(source, drivers, all)];
	if (answer.refused !== undefined) return [refusal(source, answer.refused)];
	const {opened, trouble} = answer;
	const late: readonly Found[] =
		trouble === undefined && answer.tables.length === source.tables.length && all.end === 'end'
			? []
			: [notChecked(`its tables, as ${trouble === undefined ? 'the database was too slow' : remoteWords(trouble.message)}`)];
	if (opened === undefined) return late;
	return [
		...source.tables.flatMap((table, index) => {
			const one = answer.tables[index];
			return one === undefined ? [] : tableFindings(source, table, one, opened);
		}),
		...late,
	];
}

export const notChecked = (why: string): Found => ({
	check: 'database-login',
	state: 'not-checked',
	found: `not checked: ${why}`,
	wanted: 'a look at the database before anything is installed',
	why: 'What is wrong there shows only once the connector runs.',
	fix: '',
});

/** What the answers mean for each source; the risk of its mode is said with what was found. */
export function judge(sources: readonly Source[], answer: Answer, drivers: Drivers): readonly DatabaseFinding[] {
	const refused = sources.find((_, index) => {
		const thrown = answer.sources[index]?.refused;
		return thrown !== undefined && endsAll(thrown);
	});
	return sources.flatMap((source, index) => {
		const one = answer.sources[index];
		const why =
			refused === undefined ? 'the database was too slow' : `the login of ${refused.name} was refused, and no other is tried`;
		const found = one === undefined ? [notChecked(why)] : ofSource(source, one, drivers, answer);
		return [...found, ...(one?.opened === undefined ? [] : [modeRisk(source)])].map(finding => ({
			...finding,
			source: source.name,
		}));
	});
}
