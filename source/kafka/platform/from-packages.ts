import type {Cluster} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {type Agreement, agreedVersion} from '../../host/packages/agreed-version.ts';
import {aptHold, holding, holdTitle, installedVersion} from '../../host/packages/hold.ts';
import {packages} from '../../host/packages/package.ts';
import type {Pin} from '../../host/packages/package-manager.ts';
import {repository} from '../../host/packages/repository.ts';
import {platformPackage} from '../settled/look.ts';
import {commonPatch} from '../settled/patch.ts';
import type {KnownCluster} from '../settled/record-steps.ts';

/** Those that have the version of the platform; a connector or the plug-in command has one of its own. */
const family = 'confluent-*';
/** Of the package source, on the host. */
const name = 'confluent';

/**
 * The packages of a host, at the patch that the cluster runs, and held there: a newer one would come to all hosts at once, by
 * an upgrade of the system in one night, with no gate between the restarts.
 */
export function packageSteps(
	cluster: Cluster,
	host: Host,
	names: (facts: Facts) => readonly string[],
	{known, agreement}: {readonly known: KnownCluster; readonly agreement: Agreement},
): readonly ConvergeStep[] {
	const {packages: from, version: line} = cluster.platform;
	const held = {leader: platformPackage, family};
	const patch = known.standings.get(host.name)?.patch ?? commonPatch(known.standings.values());
	const {kafka, schemaRegistry} = versionOf(cluster).packages;
	const version = () => patch ?? agreement.version;
	const pin = (): Pin | undefined => {
		const one = version();
		return one === undefined ? undefined : {repository: name, family, names: [...kafka, ...schemaRegistry], version: one};
	};
	const source = repository({...from, name, version: line, held});
	return [
		source,
		...(patch === undefined ? [agreedVersion(held, name, agreement)] : []),
		// apt installs dependencies in their newest version unless a preference is there before.
		aptHold({id: 'pin', name, ...held, version}),
		packages({id: 'packages', title: 'Packages', names, pin}),
		// The source of dnf and yum leaves out what is installed.
		{
			...source,
			id: 'hold',
			title: holdTitle,
			async check(context) {
				if (context.facts.packageManager === 'apt') return [];
				const isInstalled = (await installedVersion(context, platformPackage)) !== undefined;
				return isInstalled && (await source.check(context)).length === 0 ? [] : [holding(held)];
			},
		},
	];
}
