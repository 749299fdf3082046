import {type Command, commandText, sh} from '../core/command.ts';
import type {Context} from '../core/plan.ts';
import {recordPath, statFiles} from './start-record.ts';

/** What a host says of a unit. */
export type ServiceState = {
	/** False on a host where no package has brought the unit yet. */
	readonly known: boolean;
	/** `UnitFileState`: enabled, disabled, masked, static…; empty if unknown. */
	readonly enabled: string;
	/** active, or on its way there; a unit between two automatic restarts is not. */
	readonly running: boolean;
	/** Why it does not run, if it should have. */
	readonly trouble: string | undefined;
	readonly needsReload: boolean;
	/** What it runs, as an operator would type it. */
	readonly typed: string;
	/** The files that are not as they were when the running process started; all of them if nothing is known of its start. */
	readonly stale: readonly string[];
	readonly recorded: boolean;
	readonly answers: boolean;
};

type Question = {
	readonly unit: string;
	readonly files: readonly string[];
	readonly answers: {readonly command: Command | string};
};

const properties = 'LoadState,UnitFileState,ActiveState,SubState,Result,MainPID,NRestarts,NeedDaemonReload,ExecStart';

/** One question for all of it. */
export async function look(context: Context, {unit, files, answers}: Question): Promise<ServiceState> {
	const {stdout} = await context.exec(sh`export UNIT=${unit}
shown=$(systemctl show "$UNIT" -p ${properties})
export MAINPID=$(sed -n 's/^MainPID=//p' <<<"$shown")
echo "$shown"
echo '== started'; cat ${recordPath(unit)} 2>/dev/null
echo '== now'; ${statFiles(files)}
echo '== answers'; if [ "\${MAINPID:-0}" -gt 0 ] && timeout 5 bash -c ${commandText(answers.command)} </dev/null >/dev/null 2>&1; then echo yes; fi`);
	return parseState(stdout, files);
}

/** Lines `PATH INODE TIME` by path. */
const byPath = (lines: string, files: readonly string[]) =>
	new Map(files.map(file => [file, lines.split('\n').find(line => line.startsWith(`${file} `))]));

export function parseState(stdout: string, files: readonly string[]): ServiceState {
	const [shown = '', started = '', now = '', answers = ''] = stdout.split(/^== \w+\n/m);
	const property = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(shown)?.[1] ?? '';
	const [active, sub, restarts] = [property('ActiveState'), property('SubState'), property('NRestarts')];
	const looping = sub.startsWith('auto-restart');
	const running = !looping && ['active', 'activating', 'reloading'].includes(active);
	const [before, after] = [byPath(started, files), byPath(now, files)];
	const typed = /argv\[\]=(.*?) ; ignore_errors=/.exec(property('ExecStart'))?.[1]?.replace(/^\/usr\/bin\//, '');
	return {
		known: property('LoadState') !== 'not-found',
		enabled: property('UnitFileState'),
		running,
		trouble: looping
			? `it has ended, and systemd is about to start it again (${restarts} times so far)`
			: active === 'failed'
				? `it has failed (${property('Result')})`
				: undefined,
		needsReload: property('NeedDaemonReload') === 'yes',
		typed: typed ?? '',
		stale: running ? files.filter(file => before.get(file) !== after.get(file)) : [],
		recorded: started.trim() !== '',
		answers: answers.trim() === 'yes',
	};
}
