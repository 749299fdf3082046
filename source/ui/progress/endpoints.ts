import type {RunState} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import type {Answered, Findings} from './findings.ts';
import {runsOn, services} from './topology.ts';

export type Endpoint = {readonly title: string; readonly address: string};

/** `http://127.0.0.1:8083 on kafka-02, kafka-03`: an address that answers there and nowhere else. */
const onHosts = (answered: readonly Answered[]): readonly string[] =>
	[...new Set(answered.map(({address}) => address))].map(
		address => `${address} on ${[...new Set(answered.filter(one => one.address === address).map(({host}) => host))].join(', ')}`,
	);

/** Where each service answered its own tests, in the order of its hosts. */
export function endpoints(run: RunState, findings: Findings): readonly Endpoint[] {
	return services(run).flatMap(stage => {
		const hosts = runsOn(stage);
		const answered = (findings.endpoints[stage.id] ?? [])
			.filter(({host}) => hosts.includes(host))
			.sort((a, b) => hosts.indexOf(a.host) - hosts.indexOf(b.host));
		if (answered.length === 0) return [];
		const open = [...new Set(answered.filter(({local}) => local !== true).map(({address}) => address))];
		const told = open.length > 0 ? open.join(',') : onHosts(answered).join(', ');
		return [{title: cleanLine(stage.title), address: cleanLine(told)}];
	});
}
