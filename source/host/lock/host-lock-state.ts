import {type Command, rawCommand, sh} from '../../core/command.ts';

/**
 * Bash: from here to its end no other one takes, frees or reads the lock. Sets `dir`.
 *
 * Only root may open the mutex, as whoever can read a file can lock it, and only root may read what is done on the host. Earlier
 * versions let others do both.
 */
export const mutex = (root: string): Command => sh`umask 077; export LC_ALL=C
dir=${`${root}/lock`}
exec 9>>"$dir.mutex" && chmod 0600 -- "$dir.mutex" || exit
[ ! -d "$dir" ] || chmod 0700 -- "$dir" || exit
flock -w 20 9 || { echo "another process has kept $dir.mutex locked for 20 s: fuser -v $dir.mutex tells which" >&2; exit 1; }`;

/**
 * Bash functions that read what `guarded` wrote. `record FILE` sets at (hundredths of a second of uptime), pid, start
 * and step. `alive PID START`: that very process runs; a process id is given out again, with its start time it is not.
 */
const records = rawCommand(`record() {
	local up tries=0 whole
	# A record is one write, and ends in a dot: without it, it is being written.
	while IFS= read -r whole <"$1" && [ "\${whole: -2}" != ' .' ] && [ $((tries += 1)) -lt 50 ]; do sleep 0.02; done
	read -r up pid start step <<<"\${whole% .}"
	[[ $up =~ ^[0-9]+\\.[0-9][0-9]$ && $pid =~ ^[0-9]+$ && $start =~ ^[0-9]+$ ]] || { at=0 pid=0 start=0 step=; return; }
	at=$((10#\${up/./}))
}
alive() {
	local line fields
	[ "$1" -gt 0 ] && { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
	fields=(\${line##*) })
	[ "\${fields[19]}" = "$2" ] && [ "\${fields[0]}" != Z ]
}`);

/**
 * Bash that reads the lock in `dir`. Sets `token` (empty: free), `now`, and of the holder `quiet` (hundredths of a second
 * since its last sign of life) and `running` (the process of its command, or empty). `tell` prints all of it.
 */
export const lockState = sh`${records}
read -r up rest </proc/uptime; now=$((10#\${up/./}))
token= running= doing= latest=0 fields=
if [ -f "$dir/owner" ]; then
	{ read -r token; IFS= read -r -d '' fields; } <"$dir/owner"
	[[ $fields =~ (^|$'\\n')uptime\\ ([0-9]+) ]] && latest=\${BASH_REMATCH[2]}
	for file in "$dir/seen-$token-"*; do
		[ -f "$file" ] || continue
		record "$file"
		if [ "$at" -ge "$latest" ]; then latest=$at doing=$step; fi
		if alive "$pid" "$start"; then running=$pid doing=$step; break; fi
	done
fi
quiet=$((now - latest))
# From before a start of the host that /run outlived: nothing of it runs.
[ $quiet -ge 0 ] || quiet=$now
tell() {
	[ "$token" ] || return 0
	printf '%s\\n' "token $token" "quiet $quiet" "step $doing" \${running:+"running $running"} "$fields"
}`;

/** Bash that prints `straggler PID STEP` for each running command of any holder but `mine`; with `sweep` it removes the other records. */
export const heldCommands = (sweep: boolean): Command => sh`${sweep ? [] : records}
sweep=${sweep ? 1 : []}
for file in "$dir"/seen-*; do
	[ -f "$file" ] || continue
	case $file in "$dir/seen-$mine-"*) continue ;; esac
	record "$file"
	if alive "$pid" "$start"; then echo "straggler $pid $step"; elif [ "$sweep" ]; then rm -f -- "$file"; fi
done`;
