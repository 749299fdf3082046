import {fakeContext} from './context.ts';
import {localConnection} from './local-connection.ts';
import {shims} from './shims.ts';
import {tempDir} from './temp-dir.ts';

type Options = {
	/** Further programs of the host, as bash scripts: jobs find them too. */
	readonly programs?: Readonly<Record<string, string>>;
	/** Paths that stand for others. */
	readonly paths?: Readonly<Record<string, string>>;
};

/** A systemd of two commands: a unit is a process group, and one that has ended is not known any longer. */
export function jobMachine({programs = {}, paths = {}}: Options = {}) {
	const run = tempDir();
	const prefix = shims({
		...programs,
		'systemd-run': `for word; do case $word in --unit=*) unit=\${word#--unit=};; --*) shift;; esac; done
while [ "\${1#--}" != "$1" ]; do shift; done
[ ! -e ${run}/$unit ] || { echo "Unit $unit was already loaded" >&2; exit 1; }
setsid "$@" </dev/null >/dev/null 2>&1 &
echo $! >${run}/$unit`,
		systemctl: `unit=\${@: -1}
pid=$(cat ${run}/$unit 2>/dev/null)
if ! kill -0 "$pid" 2>/dev/null; then rm -f ${run}/$unit; pid=0; fi
case "$*" in
	*ActiveState*) [ "$pid" = 0 ] && echo ActiveState=inactive || echo ActiveState=active ;;
	*MainPID*) echo MainPID=$pid ;;
esac`,
	});
	const [, path] = prefix;
	const connect = () => {
		const local = localConnection({paths: {'/run/kafka-setup': run, ...paths}, prefix});
		return {
			...local,
			exec: (command: Parameters<typeof local.exec>[0], options: Parameters<typeof local.exec>[1] = {}) => {
				const {input, ...rest} = options;
				if (!(input instanceof Uint8Array)) return local.exec(command, options);
				// A job sets its own PATH.
				const work = Buffer.from(input)
					.toString('utf8')
					.replace(/^export PATH=.*$/m, `export ${path}`);
				return local.exec(command, {...rest, input: Buffer.from(work)});
			},
		};
	};
	return {run, connect, context: () => fakeContext(connect())};
}
