/** How long other package managers are waited for, in seconds. An unattended upgrade of a whole system takes minutes. */
export const lockSeconds = 600;

/** Exit code of a job that waited in vain. */
export const lockedCode = 75;

/**
 * Bash that defines `await_locks FILE...`: waits while another process holds one of these, and says which. `FILE.pid`
 * holds the pid of its holder (dnf); any other file is locked by fcntl, which `flock` and `fuser` of many hosts don't see
 * and the kernel lists by inode in /proc/locks.
 */
export const awaitLocks = `holder() {
	local pid= inode
	case $1 in
		*.pid) read -r pid _ 2>/dev/null <"$1" ;;
		*) inode=$(stat -L -c %i "$1" 2>/dev/null) && pid=$(awk -v i="$inode" '$2 != "->" && $6 ~ (":" i "$") && !found { print $5; found = 1 }' /proc/locks) ;;
	esac
	[ "$pid" ] && [ "$pid" != $$ ] && [ -d "/proc/$pid" ] || return
	echo "$(cat "/proc/$pid/comm" 2>/dev/null) (pid $pid)"
}
await_locks() {
	local file by told= end=$((SECONDS + ${lockSeconds}))
	for file; do
		while by=$(holder "$file"); do
			[ "$by" = "$told" ] || echo "waiting for the package lock $file, held by $by"
			told=$by
			if [ $SECONDS -ge $end ]; then echo "locked: $file is still held by $by"; exit ${lockedCode}; fi
			sleep 0.5
		done
	done
}`;
