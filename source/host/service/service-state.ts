import {type Command, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {must} from '../shell.ts';
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
	readonly life: Life;
	readonly boot: Boot;
};

/** One life of a service: another process, or another count of restarts by systemd, is another one. */
export type Life = {readonly running: boolean; readonly pid: string; readonly restarts: string};

/** The start of a host: the kernel's, and that of its first process, for a container has the kernel of another. */
export type Boot = string;

export type Question = {
	readonly unit: string;
	readonly files: readonly string[];
	readonly answers: {readonly command: Command};
};

const properties = 'LoadState,UnitFileState,ActiveState,SubState,Result,MainPID,NRestarts,NeedDaemonReload,DropInPaths,ExecStart';

/** One question for all of it. */
export async function look(context: Context, {unit, files, answers}: Question): Promise<ServiceState> {
	const {stdout} = await context.exec(sh`export UNIT=${unit}
shown=$(systemctl show "$UNIT" -p ${properties})
[[ $'\\n'$shown =~ $'\\nMainPID='([0-9]+) ]]
export MAINPID=\${BASH_REMATCH[1]}
echo "$shown"
read -r kernel </proc/sys/kernel/random/boot_id; read -ra first </proc/1/stat; echo "Boot=$kernel \${first[21]}"
echo '== started'; { mapfile -t lines <${recordPath(unit)} && printf '%s\\n' "\${lines[@]}"; } 2>/dev/null
echo '== now'; ${statFiles(files)}
echo '== answers'; if [ "\${MAINPID:-0}" -gt 0 ] && timeout 5 bash -c ${answers.command.text} </dev/null >/dev/null 2>&1; then echo yes; fi`);
	return parseState(stdout, files);
}

const isLooping = (sub: string) => sub.startsWith('auto-restart');
const isRunning = (active: string, sub: string) => !isLooping(sub) && ['active', 'activating', 'reloading'].includes(active);

/** Whether a unit runs, as `ServiceState.running` has it. @throws StepError if systemd does not say. */
export const runs = async (context: Context, unit: string): Promise<boolean> => (await lifeOf(context, unit)).running;

/** @throws StepError if systemd does not say. */
export async function lifeOf(context: Context, unit: string): Promise<Life> {
	const {stdout} = await must(context, sh`systemctl show ${unit} -p ActiveState,SubState,MainPID,NRestarts`);
	return lifeIn(shownIn(stdout));
}

/** What `systemctl show` says, by name. */
type Shown = {readonly has: (name: string) => boolean; readonly of: (name: string) => string};

function shownIn(text: string): Shown {
	const found = new Map<string, string>();
	for (const line of text.split('\n')) {
		const end = line.indexOf('=');
		const name = line.slice(0, Math.max(0, end));
		if (!found.has(name)) found.set(name, line.slice(end + 1));
	}
	return {has: name => found.has(name), of: name => found.get(name) ?? ''};
}

const lifeIn = ({of}: Shown): Life => ({
	running: isRunning(of('ActiveState'), of('SubState')),
	pid: of('MainPID'),
	restarts: of('NRestarts'),
});

/** `{ path=/usr/bin/a ; argv[]=/usr/bin/a b ; ignore_errors=no ; …`: the words, as someone would type them. */
function typedIn(execStart: string): string {
	const [before, after] = ['argv[]=', ' ; ignore_errors='];
	const begin = execStart.indexOf(before);
	const end = execStart.indexOf(after, begin);
	return begin < 0 || end < 0 ? '' : execStart.slice(begin + before.length, end).replace(/^\/usr\/(?:local\/)?bin\//, '');
}

/** Whether systemd has not read a drop-in yet: of the first one of a unit, NeedDaemonReload stays `no` (seen with systemd 252). */
function isUnloaded(file: string, {has, of}: Shown): boolean {
	return has('DropInPaths') && /\.service\.d\/[^/]+\.conf$/.test(file) && !of('DropInPaths').split(' ').includes(file);
}

/** Lines `PATH INODE TIME` by path. */
const byPath = (lines: string, files: readonly string[]) =>
	new Map(files.map(file => [file, lines.split('\n').find(line => line.startsWith(`${file} `))]));

export function parseState(stdout: string, files: readonly string[]): ServiceState {
	const [first = '', started = '', now = '', answers = ''] = stdout.split(/^== \w+\n/m);
	const shown = shownIn(first);
	const {of} = shown;
	const [active, sub] = [of('ActiveState'), of('SubState')];
	const looping = isLooping(sub);
	const life = lifeIn(shown);
	const {running} = life;
	const [before, after] = [byPath(started, files), byPath(now, files)];
	return {
		known: of('LoadState') !== 'not-found',
		enabled: of('UnitFileState'),
		running,
		trouble: looping
			? `it has ended, and systemd is about to start it again (${life.restarts} times so far)`
			: active === 'failed'
				? `it has failed (${of('Result')})`
				: undefined,
		needsReload: of('NeedDaemonReload') === 'yes' || files.some(file => after.get(file) !== undefined && isUnloaded(file, shown)),
		typed: typedIn(of('ExecStart')),
		stale: running ? files.filter(file => before.get(file) !== after.get(file)) : [],
		recorded: started.trim() !== '',
		answers: answers.trim() === 'yes',
		life,
		boot: of('Boot'),
	};
}
