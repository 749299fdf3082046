import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import {CancelledError, StepError} from '../../../core/errors.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context, ConvergeStep} from '../../../core/plan.ts';
import {remark as sayRemark, stays} from '../../../host/remarks.ts';
import {must} from '../../../host/shell.ts';
import {until} from '../../../host/until.ts';
import {hostsOf, registries} from '../../addresses.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {registryAddresses, registryFollowers} from '../../moved-ports.ts';
import {clusterNameIn} from '../../settled/marker.ts';
import {givesSubjects} from '../../subjects.ts';

/** The others of the stage have come to their end by then. In seconds. */
const patience = 30;

/** No settings of ours are near it. In bytes. */
const mostBytes = 64 * 1024;

type Found = {readonly active: boolean; readonly enabled: boolean; readonly settings: string};

async function look(context: Context, cluster: Cluster): Promise<Found> {
	const unit = unitOf(cluster, 'schema-registry');
	const {files} = distributionOf(cluster);
	const {stdout} = await must(
		context,
		sh`systemctl show ${unit} -p ActiveState,UnitFileState; echo; if [ -f ${files.schemaRegistry} ]; then exec head -c ${mostBytes} -- ${files.schemaRegistry}; fi`,
		{what: `ask for ${unit}`},
	);
	const at = stdout.indexOf('\n\n');
	const [shown, settings] = at < 0 ? [stdout, ''] : [stdout.slice(0, at), stdout.slice(at + 2)];
	const of = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(shown)?.[1] ?? '';
	return {
		// One between two automatic restarts is about to run as well.
		active: !['', 'inactive', 'failed'].includes(of('ActiveState')),
		enabled: of('UnitFileState').startsWith('enabled'),
		settings,
	};
}

/** What is left of it, and who has to use the new one. */
function remark(context: Context, cluster: Cluster, {settings}: Found): void {
	const {host} = context;
	const {files} = distributionOf(cluster);
	for (const old of registryAddresses(settings, host.name))
		sayRemark(context, registryFollowers(cluster, old, registries(cluster)));
	const firewall = `the openings of Schema Registry in the firewall of ${host.name}`;
	stays(context, 'left', `the package, ${files.schemaRegistry}, and ${firewall}`);
}

/**
 * Schema Registry on a host that has not its role any more: it is stopped and disabled, once every registry of the file
 * answers. One whose settings are not ours is left, and named.
 * @param hosts those of the stage
 */
export function leftRegistry(cluster: Cluster, host: Host, hosts: readonly Host[], seconds = patience): ConvergeStep {
	const wanted = cluster.roles['schema-registry'];
	const unit = unitOf(cluster, 'schema-registry');
	/** The port of a registry may be closed to the others. Before such a host has its turn, those of its stage have answered themselves. */
	const mayAsk = hostsOf(cluster, 'kafka', 'connect').some(({name}) => name === host.name);

	const silent = async (context: Context) => {
		const answers = await Promise.all(
			wanted.map(async name => {
				if (!mayAsk && hosts.some(one => one.name === name)) return true;
				return (await context.exec(givesSubjects(cluster, name))).code === 0;
			}),
		);
		return wanted.filter((_, index) => !answers[index]);
	};

	return {
		id: 'left-registry',
		title: 'Schema Registry that has left the host',
		async check(context) {
			const found = await look(context, cluster);
			const verbs = [...(found.active ? ['stop'] : []), ...(found.enabled ? ['disable'] : [])];
			if (verbs.length === 0) return [];
			if (clusterNameIn({registry: found.settings}) !== cluster.name) {
				context.note(
					`left: ${unit}, whose settings kafka-setup has not written; the file has no Schema Registry on ${host.name}`,
				);
				return [];
			}
			remark(context, cluster, found);
			const reason = `the file has Schema Registry on ${wanted.join(', ')}; it keeps its schemas in Kafka`;
			return [{what: `${verbs.join(' and ')} ${unit}`, reason}];
		},
		async apply(context) {
			// The new ones start before it, or are restarted; where one fails, this is not reached.
			await context.turn({last: async () => true});
			const found = await look(context, cluster);
			const what = `Schema Registry on ${wanted.join(', ')} to answer, before the one here is stopped`;
			const missing = await until(
				context,
				seconds,
				what,
				() => silent(context),
				names => names.length === 0,
			);
			if (context.signal.aborted) throw new CancelledError(`stopped before ${unit} was`);
			if (missing.length > 0) {
				throw new StepError(
					`Schema Registry on ${missing.join(', ')} did not answer ${host.name} in ${seconds} s: the one on ${host.name} was not stopped`,
					{
						hint: `See why: journalctl -u ${unit} -n 50 on ${missing[0]}. If it runs there, stop this one by hand: ${sh`sudo systemctl disable --now ${unit}`.text}`,
					},
				);
			}
			await must(context, sh`systemctl disable --now ${unit}`, {show: true});
			remark(context, cluster, found);
		},
	};
}
