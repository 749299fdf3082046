import type {Cluster} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import {type Remark, textOf} from '../../host/remarks.ts';
import {javaPackage, noJava} from '../java-package.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';

const supported =
	'Supported are Debian, Ubuntu and their like with apt, and RHEL, Rocky, Alma, Oracle, Amazon Linux and their like with dnf or yum.';

/** ExecStartPre with `+`, on which the units' record of their start depends, came with systemd 231. */
const oldestSystemd = 231;

export const system = (cluster: Cluster): HostCheck =>
	hostCheck('system', async ({facts, host}) => {
		const wrong: Finding[] = [];
		const wanted = `a system with apt, dnf or yum, a Java that fits, and systemd ${oldestSystemd} or newer`;
		if (facts.packageManager === undefined) {
			const what = `${host.name} runs ${facts.osName}, and has neither apt nor dnf nor yum`;
			wrong.push({state: 'failed', found: facts.osName, wanted, what, fix: supported});
		} else if (cluster.platform.java === undefined && javaPackage(cluster, facts) === undefined) {
			const {what, reason} = noJava(cluster, host.name, facts);
			wrong.push({state: 'failed', found: facts.osName, wanted, what, fix: reason});
		}
		if (facts.systemd === undefined || facts.systemd < oldestSystemd) {
			const has = facts.systemd === undefined ? 'something else is process 1' : `it has ${facts.systemd}`;
			wrong.push({
				state: 'failed',
				found: facts.systemd === undefined ? 'no systemd' : `systemd ${facts.systemd}`,
				wanted,
				what: `${host.name} needs systemd ${oldestSystemd} or newer, and ${has}`,
				fix: 'The services are systemd units. Choose a host that runs systemd.',
			});
		}
		return wrong.length > 0 ? wrong : ok(`${facts.osName}, systemd ${facts.systemd}`, wanted);
	});

/** What ends soon is said once a run. */
export const support = (cluster: Cluster): HostCheck =>
	hostCheck('support', async () => {
		const {ends} = versionOf(cluster);
		const {version} = cluster.platform;
		const wanted = 'a version with support';
		if (ends === undefined) return ok(version, wanted);
		return [{state: 'warning', found: `${version}: ${ends}`, wanted, what: `Confluent Platform ${version}: ${ends}`}];
	});

/** How the host stands in the cluster was compared with the file at the login; what is worth a line stands here. */
export const settled = (remarks: readonly Remark[], belongs: boolean): HostCheck =>
	hostCheck('settled', async () => {
		const wanted = 'this cluster, or none';
		if (remarks.length === 0) return ok(belongs ? 'this cluster' : 'none', wanted);
		return remarks.map(one => {
			const todo = typeof one === 'string' ? {} : {todo: true as const};
			return {state: 'warning', found: textOf(one), wanted, what: textOf(one), ...todo};
		});
	});

/** The stages open what the host's own firewall closes. */
export const firewall: HostCheck = hostCheck('firewall', async ({facts}) =>
	ok(
		facts.firewall === undefined ? 'none' : `${facts.firewall}: the stages open the ports in it`,
		'none, firewalld, ufw or nftables',
	),
);

export const selinux: HostCheck = hostCheck('selinux', async ({facts}) =>
	ok(facts.selinux ? 'there: the services run unconfined by it' : 'none', 'none, or a policy that has no rule for Kafka'),
);
