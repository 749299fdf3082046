import {type Command, sh} from '../../core/command.ts';

/** Exit code of a guarded command that was not run; a command may end with it too, so the lock is looked at then. */
export const refusedCode = 253;

export type Guard = {
	readonly root: string;
	readonly token: string;
	/** Tells the logins of one holder apart: a command of a dead link may still run while the next one's do. */
	readonly login: number;
	/** What is being done, for others to read. */
	readonly step: string;
};

const stepWidth = 80;
const plainText = (text: string) => text.replaceAll(/[^\x20-\x7e]+/g, '-').slice(0, stepWidth);

/**
 * The command, run only while `token` holds the lock of the host, and told to others while it runs.
 *
 * First `UPTIME PID START STEP .` is written, then the owner is read: the other way round than `takeScript` does it.
 * All of it is builtins, on files of a tmpfs. The record has one width, so it is overwritten by one write and is never
 * empty. The command has a subshell of its own, for its traps and its `exec`; standard input is left to it.
 */
export function guarded(command: Command, {root, token, login, step}: Guard): Command {
	return sh`ks_d=${`${root}/lock`} ks_m=${token} ks_n=${login} ks_l=${plainText(step)} ks_o=
ks_w() { read -r ks_u ks_r; } </proc/uptime
ks_s() { printf '%-16s %-10s %-20s %-${stepWidth}s .\\n' "$ks_u" "$1" "$2" "$ks_l"; } 1<>"$ks_d/seen-$ks_m-$ks_n"
{ read -r ks_r </proc/$BASHPID/stat; ks_r=(\${ks_r##*) }); ks_t=\${ks_r[19]}; unset ks_r; ks_w; ks_s $BASHPID $ks_t && read -r ks_o <"$ks_d/owner"; } 2>/dev/null
[ "$ks_o" = "$ks_m" ] || { rm -f -- "$ks_d/seen-$ks_m-$ks_n"; exit ${refusedCode}; }
( eval ${command.text} ); ks_c=$?
{ ks_w; ks_s 0 0; } 2>/dev/null
exit $ks_c`;
}
