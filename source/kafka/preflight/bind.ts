import type {Cluster} from '../../cluster/cluster.ts';
import {joined, sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import {beforePort} from '../own-address.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';
import {portsOf} from './ports.ts';

/** An address as ss prints it, in the one form that all tools print; undefined for one that stands for all. */
function listeningAt(text: string): string | undefined {
	const address = text.replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:(?=\d+\.)/i, '');
	return ['*', '0.0.0.0', '::'].includes(address) ? undefined : address;
}

/** The services of a host that runs listen where their peers do not look for them from the moment that the name leads elsewhere. */
function elsewhere(host: Host, bind: string, said: string): readonly Finding[] {
	const found = [...said.matchAll(/^LISTEN\s+\d+\s+\d+\s+(\S+):(\d{1,5})\s/gm)].flatMap(([, text, port]) => {
		const address = listeningAt(text!);
		return address === undefined || address === bind || /^127\.|^::1$/.test(address) ? [] : [`${beforePort(address)}:${port}`];
	});
	if (found.length === 0) return [];
	const there = [...new Set(found)].join(', ');
	return [
		{
			state: 'failed',
			found: `services listen on ${there} alone`,
			wanted: bind,
			what: `services of ${host.name} listen on ${there} alone, and are to listen on ${bind}`,
			fix: `From one address to another it takes two runs, or its peers lose it on the way: take "bind" of ${host.name} out and apply; then let its name lead to ${bind}, set bind, and apply.`,
		},
	];
}

/** The address on which the services of a host are to listen is one of its own. */
export function bound(cluster: Cluster, host: Host): readonly HostCheck[] {
	const {bind} = host;
	if (bind === undefined) return [];
	const ports = portsOf(cluster, host).filter(({local}) => local !== true);
	const filter = `( ${ports.map(({port}) => `sport = :${port}`).join(' or ')} )`;
	const question = [sh`ip -o addr show to ${bind}`, ...(ports.length === 0 ? [] : [sh`ss -Hltn ${filter}`])];
	return [
		hostCheck('bind', async ({exec, facts}) => {
			const {stdout} = await exec(joined(question, '\n'));
			// What is asked for is in the answer, or nothing is.
			if (!/^\d+: \S+\s+inet6? /m.test(stdout)) {
				const has = facts.addresses.length === 0 ? 'none that can be seen' : facts.addresses.join(', ');
				return [
					{
						state: 'failed',
						found: has,
						wanted: bind,
						what: `${host.name} has no address ${bind}; it has ${has}`,
						fix: `Set "bind" of ${host.name} to the one that its peers use, or leave it out: then its services listen on all.`,
					},
				];
			}
			const wrong = elsewhere(host, bind, stdout);
			return wrong.length > 0 ? wrong : ok(bind, bind);
		}),
	];
}
