import {rawCommand, sh} from '../../core/command.ts';
import {aptListsLock, aptLocks, lockSeconds} from './package-locks.ts';

/**
 * An interrupted dpkg leaves files in updates/ or packages in states that `dpkg --configure -a` alone doesn't fix, though
 * it exits with 0: those that need to be installed again carry the flag R.
 */
export const healScript =
	rawCommand(`states() { dpkg-query -W -f '\${db:Status-Abbrev}|\${binary:Package}\\n' | grep -E "$1" | cut -d'|' -f2; }
heal() {
	local flagged
	[ "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ] || [ "$(states '^.([UFHWt]|.R)')" ] || return 0
	echo 'An installation was interrupted here before: repairing it.'
	dpkg --configure -a --force-confdef --force-confold
	flagged=$(states '^..R')
	if [ "$flagged" ]; then
		get install --reinstall $flagged || { get update; get install --reinstall $flagged; }
	fi
	get install -f && dpkg --configure -a --force-confdef --force-confold
}`);

/** Its time is that of our last look at the mirrors. */
export const looked = '/run/kafka-setup/apt.updated';

/**
 * `DPkg::Lock::Timeout` covers the locks of dpkg, not the one of the package lists: that is waited for before, and
 * again if another one came first.
 */
export const getScript = sh`locks=${aptLocks.join(' ')}
get() {
	apt-get -y -o DPkg::Lock::Timeout=${lockSeconds} -o Dpkg::Use-Pty=0 -o Acquire::Retries=2 \\
		-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --no-install-recommends "$@"
}
said=$(mktemp) updated= looked=${looked}
trap 'rm -f "$said"' EXIT
update() {
	local code
	[ ! "$updated" ] || return 1
	updated=1
	while await_locks ${aptListsLock}; do
		get update 2>&1 | tee "$said"
		code=\${PIPESTATUS[0]}
		if ! grep -q 'Could not get lock /var/lib/apt/lists' "$said"; then
			[ "$code" != 0 ] || touch $looked
			return "$code"
		fi
		# Somebody else has taken the lock in between.
		sleep 0.5
	done
}`;

/** Bash that defines `try NAME...`. apt takes a name with such a sign that it does not know for a pattern, and installs all that fits. */
export const tryScript = rawCommand(`try() {
	local name
	for name; do
		[[ \${name%%=*} != *[.+]* ]] || apt-cache show -- "\${name%%=*}" >/dev/null 2>&1 || { echo "E: Unable to locate package \${name%%=*}"; return 100; }
	done
	get install "$@"
}`);
