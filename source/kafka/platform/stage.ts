import type {Cluster} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import {rawCommand, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {Stage, Step} from '../../core/plan.ts';
import {packages} from '../../host/packages/package.ts';
import {must} from '../../host/shell.ts';
import {distributionOf} from '../distribution.ts';
import {javaPackage, noJava} from '../java-package.ts';
import type {Materials} from '../plan.ts';
import {firstRecord} from '../settled/record-steps.ts';
import {archiveSteps, layoutSteps} from './from-archive.ts';
import {packageSteps} from './from-packages.ts';
import {javaMajor} from './java-major.ts';
import {javaHome} from './layout.ts';
import {needrestart} from './needrestart.ts';
import {tableSteps} from './port-table.ts';

/** What a host needs for its roles. The tools of Kafka's own package are the test commands everywhere. */
export function packageNames(cluster: Cluster, host: Host) {
	const java = (facts: Facts): string => {
		const name = javaPackage(cluster, facts);
		if (name !== undefined) return name;
		const {what, reason} = noJava(cluster, host.name, facts);
		throw new StepError(what, {hint: reason});
	};
	if (cluster.platform.source !== undefined) return (facts: Facts) => [java(facts), 'curl'];
	const version = versionOf(cluster);
	const has = (role: keyof Cluster['roles']) => cluster.roles[role].includes(host.name);
	const names = new Set(version.packages.kafka);
	// The registry's package also holds the Avro converter, which a Connect worker loads.
	if (has('schema-registry') || has('connect')) for (const name of version.packages.schemaRegistry) names.add(name);
	const {plugin} = cluster.connect;
	if (has('connect') && 'package' in plugin) names.add(plugin.package);
	if (has('connect') && 'hub' in plugin && cluster.connect.sources.length > 0)
		for (const name of version.packages.pluginCommand) names.add(name);
	return (facts: Facts) => [java(facts), 'curl', ...names];
}

const javaVersion = (cluster: Cluster) => {
	const home = javaHome(cluster);
	return home === undefined ? rawCommand('java -version') : sh`${home}/bin/java -version`;
};

/** Versions change with packages: where none did, there is nothing to ask. */
function javaTest(cluster: Cluster): Step {
	const {java} = versionOf(cluster);
	const command = javaVersion(cluster);
	return {
		id: 'java-version',
		title: 'Java answers',
		async apply(context) {
			if (!context.byCommands()) return;
			const {stdout, stderr} = await must(context, command, {show: true});
			const major = javaMajor(stdout + stderr);
			if (major !== undefined && major >= java.oldest && major <= java.newest) return;
			throw new StepError(
				`${context.host.name} runs Java ${major ?? 'of an unknown version'}, and this platform needs ${java.oldest} to ${java.newest}`,
				{
					command: command.text,
					hint:
						cluster.platform.java === undefined
							? `${javaPackage(cluster, context.facts)} was installed beside it: make it the default (update-alternatives --config java, or alternatives --config java).`
							: 'Name an archive of another version: platform.java.',
				},
			);
		},
	};
}

/**
 * What is to be said of a patch of Kafka that is older than it should be, by the first line of `kafka-topics --version`. Confluent's
 * own numbers tell nothing of it.
 */
export function belowFloor(output: string, floor: string): string | undefined {
	const found = /^(\d+\.\d+\.\d+) \(/m.exec(output)?.[1];
	const numbers = (version: string) => version.split('.').map(Number);
	const [line, least] = [numbers(found ?? ''), numbers(floor)];
	const isSameLine = line[0] === least[0] && line[1] === least[1];
	if (found === undefined || !isSameLine || line[2]! >= least[2]!) return undefined;
	return `Kafka ${found} has faults that lose records or let others in, which ${floor} does not have: update the packages`;
}

const toolsTest = (cluster: Cluster): Step => ({
	id: 'tools',
	title: 'Command line tools answer',
	async apply(context) {
		if (!context.byCommands()) return;
		const {stdout} = await must(context, rawCommand('kafka-topics --version'), {show: true});
		const old = belowFloor(stdout, versionOf(cluster).floor);
		if (old !== undefined) context.note(old);
		const {code} = await context.exec(rawCommand('command -v confluent'));
		if (code === 0) await must(context, rawCommand('confluent version'), {show: true});
	},
});

export function platform(
	cluster: Cluster,
	hosts: readonly Host[],
	{factsOf, known, archives, databases}: Pick<Materials, 'factsOf' | 'known' | 'archives' | 'databases'>,
): Stage {
	const {java} = cluster.platform;
	const isArchive = cluster.platform.source !== undefined;
	return {
		id: 'platform',
		title: distributionOf(cluster).title,
		hosts,
		begin() {
			const databasesOn = databases?.afterJava();
			const agreement = {version: undefined};
			return host => [
				...(isArchive ? archiveSteps(cluster, archives) : []),
				// Before the record: an install that is cut in between is a first one again.
				...tableSteps(cluster, host, {factsOf, known}),
				...firstRecord(cluster, host, factsOf, known),
				...(isArchive ? [] : packageSteps(cluster, host, packageNames(cluster, host), {known, agreement})),
				...(isArchive && java === undefined
					? [packages({id: 'packages', title: 'Packages', names: packageNames(cluster, host)})]
					: []),
				...(isArchive ? layoutSteps(cluster, host) : []),
				...needrestart(cluster, host),
				...(databasesOn?.(host) ?? []),
				javaTest(cluster),
				toolsTest(cluster),
			];
		},
	};
}
