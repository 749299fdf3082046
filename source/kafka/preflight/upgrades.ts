import type {Cluster} from '../../cluster/cluster.ts';
import {rawCommand} from '../../core/command.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';

/** Bash that names the program that upgrades the host by itself. */
const automatic = {
	apt: rawCommand(`[ ! -x /usr/bin/unattended-upgrade ] ||
	! apt-config dump APT::Periodic::Unattended-Upgrade | grep -q '"[1-9]' || echo unattended-upgrades`),
	dnf: rawCommand(`if systemctl is-enabled -q dnf-automatic-install.timer 2>/dev/null; then echo dnf-automatic
elif systemctl is-enabled -q dnf-automatic.timer 2>/dev/null; then
	! grep -qiE '^[[:space:]]*apply_updates[[:space:]]*=[[:space:]]*(yes|true|1)' /etc/dnf/automatic.conf || echo dnf-automatic
fi`),
};

const exclude = {
	'unattended-upgrades': 'Unattended-Upgrade::Package-Blacklist { "openjdk-"; }; in /etc/apt/apt.conf.d',
	'dnf-automatic': 'excludepkgs=java-* in the section [base] of /etc/dnf/automatic.conf',
};

/**
 * The platform's packages are held; Java is not, as it needs its updates: but not below running services, on all hosts in the
 * same night. What a JVM has not loaded yet it would look for in files that are gone.
 */
export function upgrades(cluster: Cluster): readonly HostCheck[] {
	if (cluster.platform.java !== undefined) return [];
	return [
		hostCheck('upgrades', async ({exec, facts, host}) => {
			const {stdout} = await exec(facts.packageManager === 'apt' ? automatic.apt : automatic.dnf);
			const program = (['unattended-upgrades', 'dnf-automatic'] as const).find(one => stdout === `${one}\n`);
			const wanted = 'none that replace Java';
			if (program === undefined) return ok('none', wanted);
			const fix = `exclude it (${exclude[program]}), and update Java one host at a time`;
			const what = `${program} replaces Java below the running services of ${host.name}, as on every host that has it: ${fix}`;
			return [{state: 'warning', found: program, wanted, what, fix: `E${fix.slice(1)}.`}];
		}),
	];
}
