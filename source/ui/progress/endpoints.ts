import type {RunState} from '../../core/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import type {Findings} from './findings.ts';
import {runsOn, services} from './topology.ts';

export type Endpoint = {readonly title: string; readonly address: string};

/** Ways in which a test command names what it talks to: a list of brokers, an URL, a socket of bash. */
const brokers = /--bootstrap-server (\S+)/g;
const url = /\b(https?):\/\/([\w.-]+):(\d+)/g;
const socket = /\/dev\/tcp\/([\w.-]+)\/(\d+)/g;

function addressesIn(command: string, host: string): readonly string[] {
	const own = (name: string) => (name === 'localhost' || name === '127.0.0.1' ? host : name);
	return [
		...[...command.matchAll(brokers)].flatMap(([, list]) => list!.split(',')),
		...[...command.matchAll(url)].map(([, scheme, name, port]) => `${scheme}://${own(name!)}:${port}`),
		...[...command.matchAll(socket)].map(([, name, port]) => `${own(name!)}:${port}`),
	];
}

const hostOf = (address: string): string => address.replace(/^\w+:\/\//, '').replace(/:\d+$/, '');

/** Where each service answered: the addresses that its own tests used, of hosts that it runs on. */
export function endpoints(run: RunState, {shown}: Findings): readonly Endpoint[] {
	return services(run).flatMap(stage => {
		const hosts = runsOn(stage);
		const used = shown
			.filter(one => one.stage === stage.id && one.kind === 'test')
			.flatMap(one => addressesIn(one.command, one.host));
		// The tests of a service may also speak of one it uses; its own address is the one they speak of first on each host.
		const ports = used.map(address => address.replace(hostOf(address), '*'));
		const first = ports[0];
		const own = [...new Set(used.filter((_, index) => ports[index] === first))].filter(address =>
			hosts.includes(hostOf(address)),
		);
		if (own.length === 0) return [];
		const sorted = [...own].sort((a, b) => hosts.indexOf(hostOf(a)) - hosts.indexOf(hostOf(b)));
		return [{title: cleanLine(stage.title), address: cleanLine(sorted.join(','))}];
	});
}
