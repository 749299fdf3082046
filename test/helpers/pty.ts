import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {terminalView} from './terminal-view.ts';

export type PtyOptions = {
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	readonly columns?: number;
	readonly rows?: number;
	/** The config folder of an earlier run. */
	readonly folder?: string;
};

/**
 * Runs the built program at a real terminal of the kernel (a pty that `script` of util-linux makes), with a config
 * folder of its own. What it writes is read by a terminal in memory.
 */
export function openPty({args = [], env = {}, cwd = process.cwd(), columns = 80, rows = 24, ...given}: PtyOptions = {}) {
	const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'kafka-setup-pty-'));
	const told = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
	const quoted = args.map(arg => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ');
	const program = `echo $$ >${folder}/pid; exec "$0" "$@"`;
	// Ctrl+C on a cooked terminal reaches this shell too, and dash would end before it tells how the terminal was left.
	const command = `trap : INT; tty >${folder}/tty; stty rows ${rows} cols ${columns}
sh -c '${program}' '${process.execPath}' '${resolve('bin/kafka-setup.js')}' ${quoted}
code=$?; stty -a >${folder}/stty; exit $code`;
	const {CI: _ci, NO_COLOR: _colour, FORCE_COLOR: _force, ...inherited} = process.env;
	const child = spawn('script', ['-qfec', command, '/dev/null'], {
		cwd,
		env: {...inherited, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh', XDG_CONFIG_HOME: folder, ...env},
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const view = terminalView({columns, rows});
	child.stdout.setEncoding('utf8').on('data', (text: string) => view.write(text));
	const ended = new Promise<number>((fulfil, reject) => {
		child.on('error', reject);
		child.on('close', code => fulfil(code ?? -1));
	});
	const pty = {
		...view,
		/** Where this run keeps what it remembers. */
		folder,
		press: (text: string) => void child.stdin.write(text),
		resize(newColumns: number, newRows: number) {
			view.resize(newColumns, newRows);
			execFileSync('stty', ['-F', told('tty'), 'rows', String(newRows), 'cols', String(newColumns)]);
		},
		/** The exit code, once the program has ended and all that it wrote is on the screen. */
		async ended(ms = 10_000): Promise<number> {
			let code: number | undefined;
			void ended.then(given => {
				code = given;
			});
			await view.until(() => code !== undefined, ms);
			await new Promise<void>(fulfil => view.write('', fulfil));
			return code!;
		},
		/** Presses each key once the screen shows what it is the answer to. */
		async walk(steps: readonly (readonly [seen: string, pressed: string])[], ms = 15_000): Promise<void> {
			for (const [seen, pressed] of steps) {
				await view.see(seen, ms);
				pty.press(pressed);
			}
		},
		/** Closes the window: the terminal is gone, and the program is told so by the kernel. */
		hangUp: () => void child.kill('SIGKILL'),
		pid: () => Number(told('pid')),
		signal: (name: NodeJS.Signals) => void process.kill(Number(told('pid')), name),
		/** How the program left the terminal: whether lines are edited and keys are shown by the kernel again. */
		isCooked: () => / icanon\b/.test(told('stty')) && / echo\b/.test(told('stty')),
	};
	return pty;
}
