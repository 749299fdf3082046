import {type Command, rawCommand, sh} from '../../core/command.ts';
import {removable, remove} from './package-apt-remove.ts';
import {getScript, healScript, looked, tryScript} from './package-apt-scripts.ts';
import {awaitLocks} from './package-locks.ts';
import type {Installed, Manager} from './package-manager.ts';
import {recordBefore} from './packages-before.ts';

/** `1:7.9.2-1` → `7.9.2` */
const upstream = (version: string) => version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');

function parse(stdout: string): ReadonlyMap<string, Installed> {
	const found = new Map<string, Installed>();
	for (const line of stdout.split('\n')) {
		const [name, version, state, flag] = line.split('\t');
		if (!name || version === undefined || state === undefined || /^(not-installed|config-files)$/.test(state)) continue;
		found.set(name, {version: upstream(version), broken: state !== 'installed' || flag !== 'ok'});
	}
	return found;
}

/**
 * While this job lives, and not a moment longer, no package starts a service by itself with settings that aren't ours,
 * and running services of Confluent are left to the steps that restart one host at a time. An own policy of the host stays.
 */
const policy = rawCommand(`policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ] || grep -q kafka-setup $policy; then
	trap 'rm -f $policy "$said"' EXIT
	cat >$policy.new <<END && chmod 755 $policy.new && mv -f $policy.new $policy
#!/bin/sh
# Written by kafka-setup for the time of one installation, and of no effect after it.
grep -qs kafka-setup /proc/$$/cmdline || exit 0
case \\$1 in confluent-*) exit 101 ;; esac
case \\$2 in start) exit 101 ;; esac
exit 0
END
fi`);

/** Prints the names of the installed packages. */
const installed = rawCommand(`dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' | sed -n 's/^installed //p'`);

/** Lists that have not changed at the mirror keep their time here: our own last look at it counts too. */
const areFresh = sh`newer() { [ ! -e "$1" ] || [ "$(find /etc/apt/sources.list /etc/apt/sources.list.d -newer "$1" -type f 2>/dev/null)" ]; }
! newer /var/lib/apt/lists || ! newer ${looked}`;
const freshLists = sh`{ ${areFresh}; } || update`;

/** Bash that prints `pinned VERSION` of a preferences file, and `offers VERSION-RELEASE` of each version in lists that are fresh. */
export const pinnedScript = (path: string, name: string): Command => sh`[ -e ${path} ] || exit 0
sed -n 's/^Pin: version \\(.*\\)-\\*$/pinned \\1/p' ${path} | head -n 1
{ ${areFresh}; } && apt-cache madison ${name} | awk -F '|' 'NF > 2 { gsub(/ /, "", $2); print "offers " $2 }' | head -n 100
true`;

const newest = (name: string): Command => sh`${awaitLocks}
${getScript}
${freshLists}
candidate=$(apt-cache policy ${name} | sed -n 's/^  Candidate: //p')
# Which says why.
case $candidate in '' | '(none)') get -s install ${name}; exit ;; esac
echo "newest $candidate"`;

const install = (names: readonly string[]): Command => sh`${awaitLocks}
${getScript}
${tryScript}
${healScript}
${policy}
# Java's packages fail where a minimal image has no directory for manual pages.
mkdir -p /usr/share/man/man1
await_locks $locks
heal
${recordBefore(installed)}
names=(${names})
${freshLists}
await_locks $locks
try "\${names[@]}" 2>&1 | tee "$said"
code=\${PIPESTATUS[0]}
# There may be no lists yet, or older ones than what the mirror has now.
if [ $code != 0 ] && grep -qE 'Failed to fetch|404  ?Not Found|Hash Sum mismatch|Unable to locate package|no installation candidate|Version .* was not found' "$said" &&
	! grep -qE 'onnect to|resolv' "$said" && update; then
	try "\${names[@]}"
	code=$?
fi
[ $code = 0 ] || exit $code
audit=$(dpkg --audit)
[ ! "$audit" ] || { echo "$audit"; echo 'broken: dpkg --audit is not empty'; exit 1; }`;

export const apt: Manager = {
	query: names =>
		sh`dpkg-query -W -f '\${Package}\\t\${Version}\\t\${db:Status-Status}\\t\${db:Status-Eflag}\\n' ${names} 2>/dev/null; true`,
	parse,
	newest: (_program, name) => ({command: newest(name), as: sh`apt-get update && apt-cache policy ${name}`}),
	pin: (name, version) => `${name}=${version}-*`,
	typed: (_program, names) => sh`apt-get install -y ${names}`,
	install: (_program, names) => install(names),
	removable,
	typedRemove: (_program, names) => sh`apt-get purge -y ${names}`,
	remove: (_program, names) => remove(names),
	env: {DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l', APT_LISTCHANGES_FRONTEND: 'none'},
};
