import {type Command, sh} from '../../core/command.ts';
import {goingDown} from '../shell.ts';

/** Exit code of the script when the unit ended without having written the exit code of its work. */
export const vanished = 254;

/**
 * Bash that starts the bash of its standard input as the transient unit `kafka-setup-NAME`, or follows that unit if it
 * runs already, prints its output as it comes and exits with its exit code.
 *
 * All of a job is in /run/kafka-setup, which a restart of the host empties: NAME.sh the work, NAME.log its output,
 * NAME.exit its exit code, in place whole or not at all. A work that is still running is adopted if it is the same to the
 * byte; after another one, it is this one's turn. `tail` ends by itself when the work's process does, so nothing is left behind.
 */
export function jobScript(name: string): Command {
	return sh`umask 077
unit=kafka-setup-${name}.service file=/run/kafka-setup/${name} new=/run/kafka-setup/${name}.new.$$
mkdir -p -m 700 /run/kafka-setup && cat >"$new" || exit
trap 'rm -f "$new"' EXIT
${goingDown}
property() { systemctl show -p "$1" "$unit" | cut -d= -f2-; }
running() { case $(property ActiveState) in active|activating|deactivating|reloading) return 0; esac; return 1; }
follow() {
	local pid=$(property MainPID)
	if [ "\${pid:-0}" -gt 0 ]; then tail -n +1 -s 0.2 -f --pid="$pid" "$file.log" 2>/dev/null; else cat "$file.log"; fi
	while running; do sleep 0.1; done
	code=$(cat "$file.exit" 2>/dev/null) || code=${vanished}
	[ "$code" = 0 ] || going_down
}
while running; do
	if cmp -s "$new" "$file.sh"; then follow; exit "$code"; fi
	[ "$told" ] || echo "waiting for $unit, left by an earlier run, to end"
	told=1
	# A job of minutes.
	sleep 0.5
done
systemctl reset-failed "$unit" 2>/dev/null
rm -f "$file.exit" && : >"$file.log" && mv -f "$new" "$file.sh" || exit
said=$(systemd-run --unit="$unit" --description=${`kafka-setup: ${name}`} /bin/bash -c '
	cd /
	/bin/bash "$0.sh" </dev/null >>"$0.log" 2>&1
	echo $? >"$0.exit.new" && mv -f "$0.exit.new" "$0.exit"' "$file" 2>&1) || running || { echo "$said" >&2; exit 1; }
follow
exit "$code"`;
}
