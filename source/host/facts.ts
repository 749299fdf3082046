import {rawCommand} from '../core/command.ts';
import type {Connection} from '../core/connection.ts';
import {ConnectError} from '../core/errors.ts';
import type {Facts} from '../core/facts.ts';
import {networkIn} from '../core/networks.ts';
import {remoteWords} from '../core/text.ts';
import {firewallIn} from './firewall/facts-firewall.ts';
import {unroutable} from './firewall/firewall-backend.ts';

/**
 * Every answer is `KEY VALUE`, one per line; what a host lacks leaves its line out. Each line carries its key, so that a
 * banner or a warning in between harms nothing. The clock is read first and last, and the middle of the two counts. What takes a
 * process is begun first, so that the processes run side by side.
 */
export const factsCommand = rawCommand(`export LC_ALL=C
# bash 4 does not tell the time so finely.
clock() { echo "clock \${EPOCHREALTIME:-$(date +%s.%N)}"; }
clock
if [ -d /run/systemd/system ]; then exec 3< <(systemctl --version) 4< <(systemctl is-active firewalld.service nftables.service); fi
if command -v nft >/dev/null; then exec 5< <(nft list chains && echo usable); fi
if command -v ip >/dev/null; then exec 6< <(ip -o addr show scope global); fi
if [ -r /etc/os-release ]; then file=/etc/os-release; else file=/usr/lib/os-release; fi
while IFS= read -r line; do echo "os $line"; done <"$file"
for tool in apt-get dnf yum; do if command -v "$tool" >/dev/null; then echo "tool $tool"; fi; done
if [ -d /run/systemd/system ]; then
	read -r line <&3 && echo "systemd $line"
	{ read -r f; read -r n; } <&4
	echo "unit firewalld $f"; echo "unit nftables $n"
fi
read -r line </proc/sys/kernel/hostname && echo "hostname $line"
read -r line </etc/machine-id && echo "machine-id $line"
while read -r key value unit; do if [ "$key" = MemTotal: ]; then echo "memory $value"; break; fi; done </proc/meminfo
cores=0
while read -r key value; do if [ "$key" = Cpus_allowed_list: ]; then break; fi; done </proc/self/status
while read -r -d , part; do cores=$((cores + \${part#*-} - \${part%-*} + 1)); done <<<"$value,"
echo "cores $cores"
if [ -e /sys/fs/selinux/enforce ]; then echo "selinux yes"; fi
if [ -r /etc/ufw/ufw.conf ] && command -v ufw >/dev/null; then
	while IFS= read -r line; do
		case $line in ENABLED=[yY]*) while read -r line; do echo "ufw $line"; break; done < <(ufw status) ;; esac
	done </etc/ufw/ufw.conf
fi
if command -v nft >/dev/null; then while IFS= read -r line; do echo "nft $line"; done <&5; fi
if command -v ip >/dev/null; then while read -r _ _ _ address _; do echo "address \${address%%/*}"; done <&6; fi
clock`);

/** The values of a key, in order. */
type Answers = (key: string) => readonly string[];

const answer = /^(clock|os|tool|systemd|unit|hostname|machine-id|memory|cores|selinux|ufw|nft|address) ([^\n]*)/gm;

/** So many lines of a key are read: the first ones and the very last, which tells the end of a list. */
const mostOfKey = 8000;

function answersIn(stdout: string): Answers {
	const values = new Map<string, string[]>();
	for (const [, key, value] of stdout.matchAll(answer)) {
		const known = values.get(key!);
		if (known === undefined) values.set(key!, [value!]);
		else known[Math.min(known.length, mostOfKey)] = value!;
	}
	return key => (values.get(key) ?? []).map(value => remoteWords(value));
}

/** A value of os-release without its quotes and escapes (os-release(5): as a shell reads it, without expansions). */
function unquote(value: string): string {
	const quoted = /^(["'])(.*)\1$/.exec(value.trim());
	return (quoted ? quoted[2]! : value.trim()).replace(/\\(["'$`\\])/g, '$1');
}

function osRelease(lines: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(
		lines.flatMap(line => {
			const match = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
			return match ? [[match[1]!, unquote(match[2]!)]] : [];
		}),
	);
}

/** The system's own one: dnf can be installed on Debian, and apt on Fedora, as mere programs. */
function packageManagerOf(family: readonly string[], tools: readonly string[]): Facts['packageManager'] {
	const order = family.some(id => id === 'debian' || id === 'ubuntu') ? ['apt', 'dnf', 'yum'] : ['dnf', 'yum', 'apt'];
	const names = tools.map(tool => (tool === 'apt-get' ? 'apt' : tool));
	return order.find(name => names.includes(name)) as Facts['packageManager'];
}

/**
 * Seconds by which the host's clock is ahead. `sent` and `received` are times of this machine in milliseconds: what
 * the way there and back took is the same on both sides, and falls out.
 */
function skewOf(clocks: readonly string[], sent: number, received: number): number {
	const first = Number.parseFloat(clocks[0] ?? '');
	const last = Number.parseFloat(clocks.at(-1) ?? '');
	if (!Number.isFinite(first) || !Number.isFinite(last)) return 0;
	return (first - sent / 1000 + (last - received / 1000)) / 2;
}

/** More than a host has, and few enough for a rule. */
const mostAddresses = 64;

const addressesIn = (lines: readonly string[]): readonly string[] => {
	const addresses = lines
		.slice(0, mostAddresses * 4)
		.filter(line => !line.includes('/') && !unroutable.test(line))
		.flatMap(line => networkIn(line) ?? []);
	return [...new Set(addresses)].slice(0, mostAddresses);
};

/** The facts in an answer to `factsCommand`; `sent` and `received` as milliseconds since 1970 by this machine's clock. */
export function parseFacts(stdout: string, sent: number, received: number): Facts {
	const answers = answersIn(stdout);
	const nft = answers('nft');
	const os = osRelease(answers('os'));
	const osId = os.ID ?? 'unknown';
	const like = (os.ID_LIKE ?? '').split(/\s+/).filter(word => word !== '' && word !== osId);
	const systemd = /^systemd (\d+)/.exec(answers('systemd')[0] ?? '')?.[1];
	return {
		osId,
		osFamily: [osId, ...like],
		osVersion: os.VERSION_ID ?? '',
		osName: os.PRETTY_NAME ?? os.NAME ?? osId,
		packageManager: packageManagerOf([osId, ...like], answers('tool')),
		systemd: systemd === undefined ? undefined : Number(systemd),
		hostname: answers('hostname')[0] ?? '',
		machineId: answers('machine-id')[0] ?? '',
		memoryMb: Math.floor(Number(answers('memory')[0] ?? 0) / 1024),
		cores: Number(answers('cores')[0] ?? 1) || 1,
		firewall: firewallIn({units: answers('unit'), ufw: answers('ufw')[0], chains: nft}),
		nft: nft.includes('usable'),
		addresses: addressesIn(answers('address')),
		selinux: answers('selinux')[0] === 'yes',
		clockSkew: skewOf(answers('clock'), sent, received),
	};
}

/**
 * What the host says of itself, by one command.
 * @throws ConnectError if no answer can be read, as where the shell is not bash or the host is not Linux.
 */
export async function readFacts(connection: Connection): Promise<Facts> {
	const sent = Date.now();
	const {stdout, stderr, code} = await connection.exec(factsCommand);
	const received = Date.now();
	if (!/^clock \d/m.test(stdout)) {
		throw new ConnectError(
			`The host does not say what it is (exit code ${code}): ${remoteWords(stderr.trim().split('\n').at(-1)!)}`,
			{
				hint: 'It has to be a Linux host with bash. Log in by ssh and look what a command there answers.',
			},
		);
	}
	return parseFacts(stdout, sent, received);
}
