import {rawCommand} from '../../core/command.ts';
import type {Facts} from '../../core/facts.ts';
import {remoteWords} from '../../core/text.ts';
import {leastFreeMb, mostSkewSeconds} from '../../kafka/host-limits.ts';
import type {Finding, HostProbe} from '../../ui/wizard/wizard-functions.ts';

/** What facts do not hold: Java, and free space where packages go. */
export const lookCommand =
	rawCommand(`if command -v java >/dev/null; then java -version 2>&1 | sed -n '/ version "/{s/^/java /p;q}'; fi
df -Pk /var/lib | sed -n '2s/^/disk /p'
true`);

/** Less than this, and the heaps that the roles get by default are hardly of use. */
const littleMemoryMb = 900;

const size = (mb: number): string =>
	mb < 1024 ? `${mb} MB` : mb < 10_240 ? `${(mb / 1024).toFixed(1)} GB` : `${Math.round(mb / 1024)} GB`;

function systemOf({osName, osId, osVersion, packageManager, systemd}: Facts): Finding {
	const text = osVersion === '' ? osName : `${osId.charAt(0).toUpperCase()}${osId.slice(1)} ${osVersion}`;
	if (packageManager === undefined) return {state: 'bad', text, hint: `${osName} has neither apt nor dnf nor yum`};
	if (systemd === undefined) return {state: 'bad', text, hint: 'systemd is not PID 1, and the services are systemd units'};
	return {state: 'ok', text};
}

function javaOf(line: string | undefined): Finding {
	const version = /"([^"]+)"/.exec(line ?? '')?.[1];
	// None is well: the installation brings its own.
	return {state: 'ok', text: version === undefined ? 'none yet' : version.split(/[._+-]/)[0]!.replace(/^1$/, '8')};
}

function memoryOf({memoryMb}: Facts): Finding {
	const text = size(memoryMb);
	if (memoryMb >= littleMemoryMb) return {state: 'ok', text};
	return {state: 'doubtful', text, hint: 'low for Java services: reduce heaps, or the roles on this host'};
}

function diskOf(line: string | undefined): Finding {
	const mb = Math.floor(Number(line?.trim().split(/\s+/)[3]) / 1024);
	if (!Number.isFinite(mb)) return {state: 'doubtful', text: '?', hint: 'cannot read the free space of /var/lib'};
	if (mb >= leastFreeMb) return {state: 'ok', text: size(mb)};
	return {state: 'doubtful', text: size(mb), hint: `the installation needs ${leastFreeMb} MB of free space under /var/lib`};
}

function clockOf({clockSkew}: Facts): Finding {
	const seconds = Math.round(clockSkew);
	if (Math.abs(seconds) <= mostSkewSeconds) return {state: 'ok', text: `${Math.abs(seconds)} s`};
	const way = seconds > 0 ? 'ahead of' : 'behind';
	return {state: 'doubtful', text: `${seconds} s`, hint: `its clock is ${way} this machine's: timedatectl set-ntp true`};
}

/** What facts and the answer to `lookCommand` say of a host, beside what its login said. */
export function factFindings(facts: Facts, stdout: string, login: HostProbe['items']): HostProbe['items'] {
	const value = (key: string) => remoteWords(new RegExp(`^${key} (.*)$`, 'm').exec(stdout)?.[1] ?? '');
	return {
		...login,
		os: systemOf(facts),
		java: javaOf(value('java')),
		memory: memoryOf(facts),
		disk: diskOf(value('disk')),
		clock: clockOf(facts),
	};
}
