import {resolve} from 'node:path';
import type {Cluster} from '../../cluster/cluster.ts';
import {secretsOf} from '../../cluster/secrets.ts';
import {InputError} from '../../core/errors.ts';
import {destroyPlan} from '../../kafka/destroy/plan.ts';
import {askSecret} from '../../local/ask-secret.ts';
import {readClusterFile} from '../../local/cluster-file.ts';
import {askLine} from '../../local/confirm.ts';
import {createSecretResolver, type FetchedSecrets} from '../../local/secrets.ts';
import {openCluster} from '../../run/cluster-session.ts';
import type {Operation} from '../../run/operation.ts';
import {type HowToRun, type RunResult, runCluster} from '../../run/run.ts';
import {printAsIs, printBeside} from '../../run/terminal/say.ts';
import {stopOnSignals} from '../../run/terminal/stop-signals.ts';
import {hasTerminal} from '../../run/terminal/surface.ts';
import {clusterFolder, readJournal} from '../../state/journal/journal.ts';
import {placements, predatesPlacements} from '../../state/journal/ledger.ts';
import {clusterKey, openClusters} from '../../state/store/clusters.ts';
import {configFolder} from '../../state/store/folder.ts';
import {preview} from './preview.ts';
import {remarks, strangers} from './remarks.ts';

export type DestroyOptions = HowToRun & {
	/** The name of the cluster whose data goes too. */
	readonly data?: string;
	/** The name of the cluster, given instead of being asked for. */
	readonly confirm?: string;
};

/** Who may be asked. */
export type Person = {readonly present: boolean; readonly ask: (question: string) => Promise<string>};

/** A name that is not the cluster's must not pass for it. @throws InputError */
function checkNames({name}: Cluster, file: string, {data, confirm, reporter}: DestroyOptions, {present}: Person): void {
	for (const [flag, given] of [
		['--data', data],
		['--confirm', confirm],
	] as const) {
		if (given === undefined || given === name) continue;
		throw new InputError(`${flag} names ${given}, and the cluster of ${file} is called ${name}`, {
			hint: 'Nothing was touched. Is it the right file?',
		});
	}
	if (confirm !== undefined || (present && reporter !== 'json')) return;
	throw new InputError('the name of the cluster is to be asked for, and there is nobody to ask', {
		hint: `To remove it: kafka-setup destroy ${file} --confirm ${name}`,
	});
}

/** What this machine knows of the cluster: what its runs put where, and what it was known by. */
async function remembered(path: string, name: string, say: (text: string) => void) {
	const folder = configFolder();
	const own = clusterFolder(folder, path);
	const records = await readJournal(own);
	if (records.length === 0) {
		throw new InputError(`no journal on this machine for ${path}: it does not know what was put on which host`, {
			hint: `Only what the journal and the host agree on is removed, so nothing was touched. The journal is kept where the cluster was installed from, in ${own}.`,
		});
	}
	if (predatesPlacements(records)) {
		say('A part of the journal is of an older kafka-setup, which did not write down what it put where: that is left.');
	}
	const clusters = openClusters(folder, say);
	const recorded = clusters.list().find(one => one.file === path && one.name === name);
	return {placed: placements(records), recorded, forget: () => clusters.drop(clusterKey({file: path, name}))};
}

/**
 * Takes away what the runs of a cluster file have put on its hosts, after its name was typed or given.
 * @returns undefined if the operator chose not to, or nothing is left.
 * @throws InputError for a wrong name, nobody to ask, or no journal
 */
export async function destroy(
	file: string,
	options: DestroyOptions,
	person: Person = {present: hasTerminal(process), ask: askLine},
): Promise<RunResult | undefined> {
	if (file === '-') throw new InputError('a cluster file from standard input has no journal', {hint: 'Name the file.'});
	const say = printBeside(options.reporter);
	const cluster = await readClusterFile(file);
	checkNames(cluster, file, options, person);
	const {placed, recorded, forget} = await remembered(resolve(file), cluster.name, say);
	const data = options.data !== undefined;
	const plan = destroyPlan(cluster, {placed, recorded, data, since: new Date().toISOString()});
	const elsewhere = strangers(
		placed,
		cluster.hosts.map(({name}) => name),
	);
	if (plan.stages.length === 0) {
		say([`Nothing is left of what was put on the hosts of ${cluster.name}.`, ...elsewhere].join('\n'));
		if (data) forget();
		return undefined;
	}
	const {watch, lines} = remarks();
	const operation: Operation = {
		id: 'destroy',
		selection: {},
		removes: {data, hosts: cluster.hosts.map(({name}) => name)},
		secretsOf: of => secretsOf(of).filter(({usedBy}) => usedBy === 'ssh'),
		prepare: async () => () => plan,
		watch,
	};
	const fetched: FetchedSecrets = new Map();
	if (options.confirm === undefined && !(await agreed())) {
		say('Nothing was changed.');
		return undefined;
	}
	const result = await runCluster({...options, cluster, file, mode: 'apply', operation, fetched});
	const stays = [...lines(), ...elsewhere];
	if (stays.length > 0) say(['', 'Left in place:', ...stays].join('\n'));
	if (result.finished.outcome === 'succeeded' && data) forget();
	return result;

	/** Shows what would go, and asks for the name; where nothing would, there is nothing to ask. */
	async function agreed(): Promise<boolean> {
		const signals = stopOnSignals(() => {});
		try {
			const {acceptNewHostKeys, version} = options;
			const secrets = createSecretResolver(askSecret, {fetched});
			const session = await openCluster({cluster, file, mode: 'check', operation, acceptNewHostKeys, version, secrets, say});
			const {text, changes, problem} = await preview({...session, stop: signals.stop, drop: signals.drop});
			if (problem !== undefined) throw problem;
			printAsIs(`${text}\n\n`);
			if (changes === 0) return true;
		} finally {
			signals.release();
		}
		say(data ? `All data of ${cluster.name} is deleted with it. This cannot be undone.` : 'Data is kept.');
		return (await person.ask(`Type the cluster name (${cluster.name}) to confirm: `)) === cluster.name;
	}
}
