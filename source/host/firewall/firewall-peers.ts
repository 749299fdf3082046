import {isIP} from 'node:net';
import {type Command, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {resolveScript} from '../resolve.ts';
import {isV6, unroutable} from './firewall-backend.ts';

/** Bash that prints the host's own addresses and those of its peers, and leaves the latter in `$addresses`. */
export const peersScript = (hosts: readonly string[]): Command => sh`${resolveScript}
echo '== own'; while read -r index device family address rest; do echo "\${address%%/*}"; done < <(ip -o addr show 2>/dev/null)
addresses=
while read -r name found; do
	echo "== host $name"; printf '%s\\n' $found
	addresses+=" $found"
done < <(resolve ${hosts})`;

const ownIn = (stdout: string): ReadonlySet<string> => {
	const [, own = ''] = stdout.split(/^== (?:own|host .*)\n/m);
	return new Set(own.split('\n'));
};

/** Whether it is an address of the host itself, by the answer to `peersScript`. */
export const isOwn = (stdout: string, address: string): boolean => unroutable.test(address) || ownIn(stdout).has(address);

/**
 * Whether something comes to the host from there, by the answer to `peersScript`: loopback addresses are its own, and link-local
 * ones are no use in a rule. A host that has no IPv6 address is not reached from one.
 */
export function comesFrom(stdout: string): (address: string) => boolean {
	const mine = ownIn(stdout);
	const v6 = [...mine].some(address => isV6(address) && !unroutable.test(address));
	return address => !mine.has(address) && !unroutable.test(address) && (v6 || !isV6(address));
}

/**
 * Addresses by host, without the host's own.
 * @throws StepError for a name that does not resolve there
 */
export function parsePeers(context: Context, stdout: string, hosts: readonly string[]): ReadonlyMap<string, readonly string[]> {
	const [, , ...rest] = stdout.split(/^== (?:own|host .*)\n/m);
	const useful = comesFrom(stdout);
	return new Map(
		hosts.map((host, index) => {
			const found = (rest[index] ?? '').split('\n').filter(address => isIP(address) !== 0);
			if (found.length === 0) {
				throw new StepError(`${host} does not resolve on ${context.host.name}`, {
					hint: `The firewall is opened for addresses: put ${host} into the DNS or into /etc/hosts of ${context.host.name}.`,
				});
			}
			return [host, found.filter(useful)] as const;
		}),
	);
}
