import {type Command, rawCommand, sh} from '../../core/command.ts';
import type {CommandResult} from '../../core/connection.ts';
import type {Context} from '../../core/plan.ts';
import {goingDown} from '../shell.ts';

/** Why the script ended, as its exit code. */
export const followCode = {answers: 0, fatal: 3, ended: 4, limit: 5, refused: 6} as const;

export type Follow = {
	readonly unit: string;
	/** What is done to the unit before its output is followed; without it, the running process is waited for. */
	readonly verb: 'start' | 'restart' | undefined;
	/** Bash that ends with 0 when the service answers. `$UNIT` and `$MAINPID` say who should. */
	readonly answers: Command;
	/** Extended regular expressions: a line of the journal that fits one ends the wait. */
	readonly fatal: readonly string[];
	/** Seconds from the start of the process until the wait is given up. */
	readonly limit: number;
};

/**
 * Starts a unit, prints its journal as it comes and ends when the service answers, a fatal line comes, the process
 * ends, or the time is over. All of it is one remote command, and none of its processes outlives it.
 */
export function follow(context: Context, spec: Follow, as: string): Promise<CommandResult> {
	return context.show(followScript(spec), {as});
}

/**
 * Only the lines of one invocation of the unit count: what an earlier start said is no reason to stop. The journal is
 * read with `read -t 0.2`, which is the pause between two looks too and costs no process. A process that is
 * gone is seen by its pid, so that systemd is asked only when it matters; then the journal is read until it is quiet, as
 * the cause may come later than the end.
 */
export function followScript({unit, verb, answers, fatal, limit}: Follow): Command {
	return sh`export UNIT=${unit} MAINPID=0
fatal=${fatal.join('|')} limit=${limit}
${goingDown}
answers() { timeout 5 bash -c ${answers.text} </dev/null >/dev/null 2>&1; }
look() {
	local key value
	ActiveState= SubState= MainPID=0 InvocationID= Job=
	while IFS='=' read -r key value; do declare -g "$key=$value"; done < <(systemctl show "$UNIT" -p ActiveState,SubState,MainPID,InvocationID,Job)
	MAINPID=$MainPID
}
gone() {
	case $ActiveState/$SubState in */auto-restart*|failed/*|inactive/*) return 0 ;; esac
	[ "$InvocationID" != "$id" ]
}
cursor=$(journalctl -q -n 1 -o cat --show-cursor | sed -n 's/^-- cursor: //p')
${verb === undefined ? attach : begin(verb)}
show() { exec journalctl -q -o cat "$@" "_SYSTEMD_INVOCATION_ID=$id" + "INVOCATION_ID=$id" 2>/dev/null; }
stream() {
	local line
	trap 'kill $! 2>/dev/null; exit' TERM
	show -f -n "$history" & wait $!
	# Not followed any longer: the host is out of inotify instances.
	echo "$polled"
	while :; do
		while IFS= read -r line; do
			case $line in '-- cursor: '*) cursor=\${line#-- cursor: } ;; *) printf '%s\\n' "$line" ;; esac
		done < <(show \${cursor:+--after-cursor="$cursor"} --show-cursor)
		# Only where the journal cannot be followed; whether it answers is asked every 0.2 s below.
		sleep 0.5 & wait $!
	done
}
polled=$'\\x01polled' skip=0
exec 3< <(stream)
journal=$!
trap 'kill "$journal" 2>/dev/null' EXIT
seen() {
	if [ "$1" = "$polled" ]; then [ "$history" != all ] || skip=$lines; return; fi
	if [ "$skip" -gt 0 ]; then skip=$((skip - 1)); return; fi
	printf '%s\\n' "$1"
	if [ "$fatal" ] && [[ $1 =~ $fatal ]]; then drain 0.4; going_down; exit ${followCode.fatal}; fi
}
drain() {
	local until=$((SECONDS + 5)) quiet=$1
	[ $lines -gt 0 ] || quiet=\${2:-$1}
	while [ $SECONDS -lt $until ] && IFS= read -r -t "$quiet" -u 3 line; do
		line=$part$line part= quiet=$1
		[ "$line" = "$polled" ] || printf '%s\\n' "$line"
	done
}
end=$((SECONDS + limit)) part= line= lines=0
while :; do
	if IFS= read -r -t 0.2 -u 3 line; then
		line=$part$line part=
		seen "$line"
		lines=$((lines + 1))
		[ $((lines % 20)) = 0 ] || continue
	elif [ $? -gt 128 ]; then part+=$line
	else sleep 0.2
	fi
	if ! { [ "$MAINPID" -gt 0 ] && kill -0 "$MAINPID" 2>/dev/null; }; then
		look
		# A journal that has said nothing yet may be slow to open.
		if gone; then drain 0.7 3; going_down; exit ${followCode.ended}; fi
	fi
	if [ "$MAINPID" -gt 0 ] && [ "$ActiveState" = active ] && answers; then drain 0.1; exit ${followCode.answers}; fi
	if [ $SECONDS -ge $end ]; then exit ${followCode.limit}; fi
done`;
}

/**
 * What the running process has said of its start. A broker that gives up says why, and then up to a hundred lines more
 * while it shuts down.
 */
const attach = rawCommand('look; id=$InvocationID history=300');

/** The unit's own restart is one job of systemd: if the link is lost after this, the service comes up all the same. */
const begin = (verb: 'start' | 'restart') => sh`look
old=$InvocationID history=all
systemctl reset-failed "$UNIT" 2>/dev/null
systemctl ${verb} --no-block "$UNIT" || { going_down; exit ${followCode.refused}; }
while look; [ -z "$InvocationID" ] || [ "$InvocationID" = "$old" ]; do
	if [ -z "$Job" ] && [ "$ActiveState" != active ]; then going_down; systemctl status -n 5 "$UNIT"; exit ${followCode.refused}; fi
	sleep 0.1
done
id=$InvocationID`;
