import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {localConnection} from './local-connection.ts';
import {shims} from './shims.ts';
import {tempDir} from './temp-dir.ts';

type Options = {
	/** False: a journalctl that prints what there is and ends, as one without inotify does. */
	readonly follows?: boolean;
	/** The files that the record of a start names. */
	readonly files?: readonly string[];
	readonly dir?: string;
};

/**
 * A host with a systemd of one unit, `demo`, whose process is a bash of ours: `start` runs `DIR/service` with its output
 * as the journal, and writes down which files it has read. What systemctl was asked to change is in `DIR/done`.
 */
export function machine(service: string, {follows = true, files = [], dir = tempDir()}: Options = {}) {
	const journal = join(dir, 'journal');
	writeFileSync(journal, '');
	writeFileSync(join(dir, 'done'), '');
	writeFileSync(join(dir, 'service'), service);
	const prefix = shims({
		systemctl: `lives() { [ "$1" ] && [ -d /proc/$1 ] && ! grep -q ') Z ' /proc/$1/stat; }
case $1 in
	show) pid=$(cat ${dir}/pid 2>/dev/null); id=$pid
		if lives "$pid" 2>/dev/null; then echo ActiveState=active; echo SubState=running
		elif [ "$pid" ]; then echo ActiveState=activating; echo SubState=auto-restart; pid=0
		else echo ActiveState=inactive; echo SubState=dead; pid=0; fi
		echo MainPID=$pid; echo InvocationID=$id; echo Job=
		echo LoadState=loaded; echo UnitFileState=enabled; echo NeedDaemonReload=no; echo NRestarts=0; echo Result=success ;;
	is-system-running) cat ${dir}/state 2>/dev/null || echo running ;;
	start|restart) echo "$1" >>${dir}/done; : >${journal}
		old=$(cat ${dir}/pid 2>/dev/null); [ ! "$old" ] || kill "$old" 2>/dev/null
		TZ=UTC0 stat -c '%n %i %y' -- ${files.join(' ')} >${dir}/demo.started 2>/dev/null
		setsid bash ${dir}/service </dev/null >>${journal} 2>&1 & echo $! >${dir}/pid ;;
	daemon-reload|stop) echo "$1" >>${dir}/done ;;
esac`,
		sleep: `[ "$1" != 300 ] || echo $$ >${dir}/waits; exec /bin/sleep "$@"`,
		journalctl: `[ "$*" != "\${*/--show-cursor/}" ] && shown=1
lines=$(wc -l <${journal}) from=0
for word; do case $word in --after-cursor=*) from=\${word#*=};; esac; done
words=$* history=+1; case $words in *'-n '[0-9]*) history=\${words#*-n }; history=\${history%% *};; esac
if [ "$*" != "\${*/-f/}" ] && ${follows}; then exec tail -n $history -f ${journal}; fi
if [ "$*" != "\${*/-n 1/}" ]; then :; else tail -n +$((from + 1)) ${journal}; fi
[ ! "$shown" ] || echo "-- cursor: $lines"`,
	});
	return {dir, journal, connection: localConnection({prefix, paths: {'/run/kafka-setup': dir}})};
}
