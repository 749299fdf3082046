import {rawCommand, sh} from '../../core/command.ts';

/** How long other package managers are waited for, in seconds. An unattended upgrade of a whole system takes minutes. */
export const lockSeconds = 600;

/** Exit code of a job that waited in vain. */
export const lockedCode = 75;

/** What apt and dpkg lock: the lists of packages too, which a list of its own waits for (package-apt-scripts.ts). */
export const aptLocks = ['/var/lib/dpkg/lock-frontend', '/var/lib/dpkg/lock', '/var/cache/apt/archives/lock'] as const;
export const aptListsLock = '/var/lib/apt/lists/lock';

/** dnf and yum would wait for ever, and for rpm not at all. */
export const dnfLocks = [
	'/var/run/yum.pid',
	'/var/cache/dnf/download_lock.pid',
	'/var/cache/dnf/metadata_lock.pid',
	'/var/lib/dnf/rpmdb_lock.pid',
	'/run/dnf/rpmtransaction.lock',
	'/var/lib/rpm/.rpm.lock',
] as const;

/**
 * Bash that defines `holder FILE`, which prints who holds a lock, and fails where nobody does. `FILE.pid` holds the pid of its
 * holder (dnf); any other file is locked by fcntl, which `flock` doesn't see. The kernel lists those locks by inode, which is not
 * the file's own on every file system, so the holder is the one that has the file open.
 */
export const lockHolder = rawCommand(`holder() {
	local pid pids fd
	case $1 in
		*.pid) read -r pids _ 2>/dev/null <"$1" ;;
		*) [ ! -e "$1" ] || pids=$(awk '$2 == "POSIX" && $4 == "WRITE" && !seen[$5]++ { print $5 }' /proc/locks) ;;
	esac
	for pid in $pids; do
		[ "$pid" != $$ ] && [ -d "/proc/$pid" ] || continue
		for fd in /proc/"$pid"/fd/*; do
			case $1 in *.pid) ;; *) [ "$fd" -ef "$1" ] || continue ;; esac
			echo "$(cat "/proc/$pid/comm" 2>/dev/null) (pid $pid)"
			return
		done
	done
	return 1
}`);

/** Bash that defines `await_locks FILE...`: waits while another process holds one of these, and says which. */
export const awaitLocks = sh`${lockHolder}
await_locks() {
	local file by told= end=$((SECONDS + ${lockSeconds}))
	for file; do
		while by=$(holder "$file"); do
			[ "$by" = "$told" ] || echo "waiting for the package lock $file, held by $by"
			told=$by
			if [ $SECONDS -ge $end ]; then echo "locked: $file is still held by $by"; exit ${lockedCode}; fi
			# Somebody else's install takes seconds at least, and each look reads all of /proc/locks.
			sleep 0.5
		done
	done
}`;
