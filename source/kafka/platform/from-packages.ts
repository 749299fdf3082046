import type {Cluster} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import type {Facts} from '../../core/facts.ts';
import type {Host} from '../../core/inventory.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {aptHold, holding, installedVersion} from '../../host/packages/hold.ts';
import {packages} from '../../host/packages/package.ts';
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
	known: KnownCluster,
): readonly ConvergeStep[] {
	const {packages: from, version} = cluster.platform;
	const held = {leader: platformPackage, family};
	const patch = known.standings.get(host.name)?.patch ?? commonPatch(known.standings.values());
	const {kafka, schemaRegistry} = versionOf(cluster).packages;
	const pin = patch === undefined ? undefined : {repository: name, family, names: [...kafka, ...schemaRegistry], version: patch};
	const source = repository({...from, name, version, held});
	const inApt = (id: string) => aptHold({id, name, ...held, version: patch});
	const hold = inApt('hold');
	return [
		source,
		// apt installs dependencies in their newest version unless a preference is there before.
		...(pin === undefined ? [] : [inApt('pin')]),
		packages({id: 'packages', title: 'Packages', names, pin}),
		{
			...hold,
			async check(context) {
				if (context.facts.packageManager === 'apt') return hold.check(context);
				const isInstalled = (await installedVersion(context, platformPackage)) !== undefined;
				return isInstalled && (await source.check(context)).length === 0 ? [] : [holding({family, version: patch})];
			},
			apply: context => (context.facts.packageManager === 'apt' ? hold.apply(context) : source.apply(context)),
		},
	];
}
