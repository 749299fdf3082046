import type {RunState} from '../../core/state/run-state.ts';
import {cleanLine} from '../../core/text.ts';
import type {Findings} from './findings.ts';
import {runsOn, services} from './topology.ts';

export type Endpoint = {readonly title: string; readonly address: string};

/** Ways in which a test command names what it talks to: a list of brokers, a URL, a socket of bash. */
const brokers = /--bootstrap-server (\S+)/g;
const url = /\b(https?):\/\/([\w.-]+):(\d+)/g;
const socket = /\/dev\/tcp\/([\w.-]+)\/(\d+)/g;

/** What a test asked, and the host that answered; `local` if it was asked there, as itself. */
type Asked = {readonly address: string; readonly host: string; readonly port: string; readonly local: boolean};

const isLocal = (name: string) => name === 'localhost' || name === '127.0.0.1';

function askedBy(command: string, host: string): readonly Asked[] {
	const asked = (lead: string, name: string, port: string, address: string): Asked => {
		const local = isLocal(name);
		return {address, host: local ? host : name, port: `${lead}${port}`, local};
	};
	return [
		...[...command.matchAll(brokers)].flatMap(([, list]) =>
			list!.split(',').map(address => asked('', address.replace(/:\d+$/, ''), address.replace(/^.*:/, ''), address)),
		),
		// A web server that is asked on its own host may listen on the loopback address alone, as Connect does.
		...[...command.matchAll(url)].map(([, scheme, name, port]) =>
			asked(`${scheme}://`, name!, port!, `${scheme}://${name}:${port}`),
		),
		// ZooKeeper listens on every address; only its members are asked about themselves.
		...[...command.matchAll(socket)].map(([, name, port]) => {
			const one = asked('', name!, port!, '');
			return {...one, address: `${one.host}:${port}`, local: false};
		}),
	];
}

/** `http://localhost:8083 on kafka-02, kafka-03`: an address that answers there and nowhere else. */
const onHosts = (asked: readonly Asked[]): readonly string[] =>
	[...new Set(asked.map(({address}) => address))].map(
		address => `${address} on ${[...new Set(asked.filter(one => one.address === address).map(({host}) => host))].join(', ')}`,
	);

/** Where each service answered: the addresses that its own tests used, of hosts that it runs on. */
export function endpoints(run: RunState, {shown}: Findings): readonly Endpoint[] {
	return services(run).flatMap(stage => {
		const hosts = runsOn(stage);
		const used = shown
			.filter(one => one.stage === stage.id && one.kind === 'test')
			.flatMap(one => askedBy(one.command, one.host));
		// The tests of a service may also speak of one it uses; its own address is the one they speak of first on each host.
		const own = used
			.filter(({port, host}) => port === used[0]?.port && hosts.includes(host))
			.sort((a, b) => hosts.indexOf(a.host) - hosts.indexOf(b.host));
		if (own.length === 0) return [];
		const open = [...new Set(own.filter(({local}) => !local).map(({address}) => address))];
		// Where it was reached from another host, that is what is worth knowing.
		const told = open.length > 0 ? open.join(',') : onHosts(own).join(', ');
		return [{title: cleanLine(stage.title), address: cleanLine(told)}];
	});
}
