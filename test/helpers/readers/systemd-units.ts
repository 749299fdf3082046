import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A service as systemd takes it: a line for each setting, sorted; and what it says against its files. */
export type UnitAsRead = {readonly settings: readonly string[]; readonly complaints: readonly string[]};

const programs = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'];

/** Why units can't be read by systemd itself; undefined where they can. */
export const withoutSystemd = (): string | undefined =>
	programs.some(existsSync) ? undefined : 'there is no systemd on this machine';

/** A unit that has nothing but a drop-in. */
export const bareUnit = '[Service]\nExecStart=/bin/true\n';

/**
 * systemd itself reads units, each with a drop-in: it is started in its test mode, in which it loads all units, says how it
 * took every setting (`systemd --test`), starts nothing and ends.
 */
export function readUnits(units: readonly {readonly unit: string; readonly dropIn?: string}[]): readonly UnitAsRead[] {
	const folder = mkdtempSync(join(tmpdir(), 'units-'));
	try {
		for (const [index, {unit, dropIn}] of units.entries()) {
			const name = join(folder, `u${index}.service`);
			writeFileSync(name, unit);
			if (dropIn === undefined) continue;
			mkdirSync(`${name}.d`);
			writeFileSync(`${name}.d/own.conf`, dropIn);
		}
		const wants = units.map((_, index) => `Wants=u${index}.service\n`).join('');
		writeFileSync(join(folder, 'all.target'), `[Unit]\n${wants}`);
		// It refuses to do this as root. Every account can read the folder of generated values.
		spawnSync('chmod', ['-R', 'a+rX', folder]);
		const {stdout, stderr} = spawnSync(programs.find(existsSync)!, ['--test', '--system', '--unit=all.target', '--no-pager'], {
			encoding: 'latin1',
			env: {SYSTEMD_UNIT_PATH: folder, SYSTEMD_LOG_LEVEL: 'warning', SYSTEMD_LOG_TARGET: 'console', LC_ALL: 'C.UTF-8'},
			maxBuffer: 1e9,
			...(process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {}),
		});
		const parts = new Map(stdout.split('\n\t-> Unit ').map(part => [part.split(':\n', 1)[0]!, part.split('\n').slice(1)]));
		const complaints = new Map<string, string[]>();
		for (const line of stderr.split('\n')) {
			const number = /\bu(\d+)\.service/.exec(line)?.[1] ?? '';
			complaints.set(number, [...(complaints.get(number) ?? []), line]);
		}
		const read = units.map((_, index) => {
			const lines = parts.get(`u${index}.service`);
			if (lines === undefined) throw new Error(`systemd has not loaded u${index}.service: ${stderr.slice(0, 2000)}`);
			return {settings: settingsIn(lines, `u${index}.service`), complaints: complaints.get(String(index)) ?? []};
		});
		const recorded = recordedBy(read.map(({settings}) => settings));
		return read.map((one, index) => ({...one, settings: recorded[index]!}));
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Without what depends on this machine's mounts, on the folder and on the other units. */
function settingsIn(lines: readonly string[], name: string): readonly string[] {
	const end = lines.findIndex(line => /^\S|^\t->/.test(line));
	return lines
		.slice(0, end === -1 ? undefined : end)
		.map(line => Buffer.from(line.trim(), 'latin1').toString().replaceAll(name, 'unit.service'))
		.filter(line => !/^(?:Fragment|DropIn) Path: |\.mount \(|Timestamp: |^-> Job /.test(line))
		.toSorted();
}

/** The script of the start record as systemd prints it, and within it the files that it names. */
const startRecord = /^Command Line: \/bin\/sh -c "(mkdir .* >\/run\/kafka-setup\/.*)"$/s;

/** The files that a start record names, a line each, as /bin/sh takes them; one process reads all. */
function recordedBy(all: readonly (readonly string[])[]): readonly (readonly string[])[] {
	const script = all.map(settings => {
		const printed = settings.map(line => startRecord.exec(line)?.[1]).find(text => text !== undefined);
		// As it comes out of systemd's quotes; `$$` is a `$` when it is started.
		const text = printed?.replace(/\\(["\\$`])/g, '$1').replaceAll('$$', () => '$');
		const names = text === undefined ? '' : /^mkdir .*? -- (.*) >\/run\/kafka-setup\//s.exec(text)![1]!;
		return names === '' ? "printf '\\1\\0'" : `printf 'Records: %s\\0' ${names}; printf '\\1\\0'`;
	});
	const {stdout, status} = spawnSync('/bin/sh', ['-s'], {input: script.join('\n'), encoding: 'utf8', env: {}, maxBuffer: 1e9});
	if (status !== 0) throw new Error(`sh ended with ${status} after ${script.join('\n').slice(0, 1000)}`);
	const found = stdout.split('\x01\0').map(part => part.split('\0').filter(name => name !== ''));
	return all.map((settings, index) => [...settings.filter(line => !startRecord.test(line)), ...found[index]!]);
}
