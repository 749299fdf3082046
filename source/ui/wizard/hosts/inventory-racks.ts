import {rackPattern} from '../../../cluster/schema/fields.ts';
import {variableOf} from './id-names.ts';
import type {MemberVars} from './inventory-hosts.ts';
import {resolved, shortened, whyUnknown} from './inventory-values.ts';
import type {NotTaken} from './inventory-vars.ts';

export const rackVariables = ['broker_rack', 'kafka_broker_rack', 'kafka_rack', 'rack'];

/** Where the brokers, or the hosts that may become some, stand: host → rack. */
export function racksOf(
	groups: ReadonlyMap<string, ReadonlyMap<string, MemberVars>>,
	brokers: readonly string[],
): {readonly racks: Readonly<Record<string, string>>; readonly refused: readonly (NotTaken & {readonly host: string})[]} {
	const racks: Record<string, string> = {};
	const refused: (NotTaken & {readonly host: string})[] = [];
	const known = new Set(brokers);
	for (const hosts of groups.values()) {
		for (const [host, {own}] of hosts) {
			const variable = known.has(host) ? variableOf(rackVariables, own) : undefined;
			if (variable === undefined) continue;
			const text = resolved(own[variable]!, own, host).trim();
			const why = whyUnknown(text) ?? (rackPattern.test(text) ? undefined : `is ${shortened(text)}, which is no name of a rack`);
			if (why === undefined) racks[host] = text;
			else refused.push({host, variable, why, instead: 'set rack of the host in the cluster file'});
		}
	}
	return {racks, refused};
}
