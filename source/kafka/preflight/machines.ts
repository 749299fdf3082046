import {sh} from '../../core/command.ts';
import type {Facts} from '../../core/facts.ts';
import {mostSkewSeconds} from '../host-limits.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';
import type {FactsOf} from './names.ts';

/** Seconds at which a clock is wrong, and no longer a little off. */
const wrongSeconds = 300;

/** Kafka compares times of brokers with times of clients; retention and sessions go by them. */
export function clock(factsOf: FactsOf): HostCheck {
	return hostCheck('clock', async ({facts, host}) => {
		const skews = [...factsOf.values()].map(one => one.clockSkew).sort((a, b) => a - b);
		const median = skews[Math.floor(skews.length / 2)] ?? 0;
		const off = Math.round(facts.clockSkew - median);
		const wanted = `at most ${mostSkewSeconds} s from the median of the hosts`;
		const found = `${off} s`;
		if (Math.abs(off) <= mostSkewSeconds) return ok(found, wanted);
		const what = `the clock of ${host.name} is ${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} the other hosts`;
		const how = {found, wanted, run: 'timedatectl set-ntp true'};
		const keep = 'let chrony or systemd-timesyncd keep it';
		if (Math.abs(off) > wrongSeconds) return [{...how, state: 'failed', what, fix: `Set it, and ${keep}`}];
		return [{...how, state: 'warning', what: `${what}: ${keep}`, fix: 'Let chrony or systemd-timesyncd keep it'}];
	});
}

/** Two names for one machine would put two members of an ensemble on it. */
export function identity(factsOf: FactsOf): HostCheck {
	return hostCheck('identity', async ({facts, host}) => {
		const same = (key: keyof Facts) =>
			[...factsOf]
				.filter(([name, other]) => name !== host.name && other[key] !== '' && other[key] === facts[key])
				.map(([name]) => name);
		const wanted = 'a machine ID and a host name of its own';
		const findings: Finding[] = [];
		const twins = same('machineId');
		if (twins.length > 0) {
			findings.push({
				state: 'failed',
				found: `machine ID ${facts.machineId}, as ${twins.join(', ')}`,
				wanted,
				what: `${host.name} and ${twins.join(', ')} have the same machine ID (${facts.machineId})`,
				fix: 'Either they are one machine under two names, or clones. On the clone, and then restart it',
				run: 'rm /etc/machine-id && systemd-machine-id-setup',
			});
		}
		const namesakes = same('hostname');
		if (namesakes.length > 0) {
			findings.push({
				state: 'warning',
				found: `calls itself ${facts.hostname}, as ${namesakes.join(', ')}`,
				wanted,
				fix: 'Give each host a name of its own',
				run: sh`hostnamectl set-hostname ${host.name}`.text,
			});
		}
		return findings.length > 0 ? findings : ok(facts.hostname, wanted);
	});
}
