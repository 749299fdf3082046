import {type Command, joined, sh} from '../core/command.ts';
import {InputError, StepError} from '../core/errors.ts';
import type {Context, ConvergeStep} from '../core/plan.ts';
import {file} from './files/file.ts';
import {explain} from './shell.ts';

export type SysctlSpec = {
	/** Makes the file's name: `/etc/sysctl.d/90-NAME.conf`. */
	readonly name: string;
	/** Such as `{'vm.max_map_count': '262144'}`. */
	readonly settings: Readonly<Record<string, string>>;
};

/** `w`: can be set, `r`: cannot, `-`: the kernel has no such setting. */
type Differing = {readonly key: string; readonly value: string; readonly mode: 'w' | 'r' | '-'; readonly running: string};

const entryOf = (key: string) => `/proc/sys/${key.replaceAll('.', '/')}`;
/** The kernel parts several values by tabs, files by spaces. */
const normal = (value: string) => value.trim().replace(/\s+/g, ' ');

function refuseBadInput({name, settings}: SysctlSpec): void {
	if (!/^[a-z0-9-]+$/.test(name)) throw new InputError(`${JSON.stringify(name)} cannot be part of the name of a sysctl file.`);
	for (const [key, value] of Object.entries(settings)) {
		if (/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/i.test(key) && /^[\w .,:-]+$/.test(value)) continue;
		throw new InputError(`${JSON.stringify(`${key} = ${value}`)} is not a kernel setting.`);
	}
}

/** A line per setting, read by the shell itself: `KEY w VALUE`, `r` in place of `w` if it can't be written, `-` if there is none. */
function question(keys: readonly string[]): Command {
	const asked = keys.map(key => {
		const entry = entryOf(key);
		return sh`if IFS= read -r value <${entry}; then [ -w ${entry} ] && mode=w || mode=r; echo ${key} "$mode $value"; else echo ${key} -; fi 2>/dev/null`;
	});
	return joined(asked, '\n');
}

/**
 * Kernel settings: a file that sets them at boot, and the running values. What this host lets nobody set (a container,
 * a kernel without that setting) is a note, not a failure: the file is in place for the day it can be set.
 */
export function sysctl(spec: SysctlSpec): ConvergeStep {
	refuseBadInput(spec);
	const {name, settings} = spec;
	const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
	const dropIn = file({path: `/etc/sysctl.d/90-${name}.conf`, content: `# Written by kafka-setup.\n${lines.join('')}`});
	/** What the kernel said may be written and then refused: not asked for again by this step. */
	const refused = new Set<string>();

	/** The settings whose running value differs. */
	async function differing(context: Context): Promise<Differing[]> {
		const {stdout} = await context.exec(question(Object.keys(settings)));
		const answers = new Map(stdout.split('\n').map(line => [line.split(' ', 1)[0]!, line]));
		return Object.entries(settings).flatMap(([key, value]) => {
			const [, mode = '-', running = ''] = /^\S+ ([wr-]) ?(.*)$/.exec(answers.get(key) ?? '') ?? [];
			const same = normal(running) === normal(value) || refused.has(key);
			return same ? [] : [{key, value, mode: mode as Differing['mode'], running: normal(running)}];
		});
	}

	async function set(context: Context, key: string, value: string): Promise<void> {
		const command = sh`printf '%s\\n' ${value} >${entryOf(key)}`;
		const {code, stderr} = await context.exec(command);
		if (code === 0) return;
		if (/Invalid argument|out of range/i.test(stderr)) {
			throw new StepError(`the kernel of ${context.host.name} takes no ${value} for ${key}`, {
				command: command.text,
				code,
				tail: [stderr.trim()],
			});
		}
		refused.add(key);
		context.note(`${key} could not be set to ${value}: ${explain(stderr)?.message ?? stderr.trim()}`);
	}

	return {
		id: `sysctl-${name}`,
		title: `Kernel settings (${Object.keys(settings).join(', ')})`,
		async check(context) {
			const [others, changes] = await Promise.all([differing(context), dropIn.check(context)]);
			for (const {key, value, mode, running} of others) {
				if (mode === 'r') context.note(`${key} stays ${running}: this host does not allow ${value}`);
				if (mode === '-') context.note(`${key} is not set to ${value}: the kernel of this host has no such setting`);
			}
			const set = others.filter(({mode}) => mode === 'w');
			return [...changes, ...set.map(({key, value, running}) => ({what: `set ${key} to ${value} (was ${running})`}))];
		},
		async apply(context) {
			const [others, changes] = await Promise.all([differing(context), dropIn.check(context)]);
			if (changes.length > 0) await dropIn.apply(context);
			for (const {key, value, mode} of others) {
				if (mode === 'w') await set(context, key, value);
			}
		},
	};
}
