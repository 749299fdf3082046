import type {CheckSheet} from '../core/check-sheet.ts';
import type {Command} from '../core/command.ts';
import {InputError} from '../core/errors.ts';
import {fixes} from '../kafka/preflight/fixes.ts';
import {confirm} from '../local/confirm.ts';
import type {HostChecks} from '../run/check-hosts.ts';
import {say} from '../run/terminal/say.ts';
import {hasTerminal} from '../run/terminal/surface.ts';

type Fix = {readonly host: string; readonly check: string; readonly command: Command};

/** What is safe to do about a sheet. */
const fixesOf = ({hosts, cell}: CheckSheet): readonly Fix[] =>
	fixes.flatMap(({check, command}) => {
		const bad = hosts.filter(({name}) => ['warning', 'failed'].includes(cell(check, name)?.state ?? 'ok'));
		return bad.map(({name}) => ({host: name, check, command}));
	});

/**
 * Shows what would be done, asks, and does it. Whether anything was done.
 * @throws InputError where nobody can be asked
 */
export async function applyFixes(sheet: CheckSheet, {fix}: Pick<HostChecks, 'fix'>, yes: boolean): Promise<boolean> {
	const safe = fixesOf(sheet);
	if (safe.length === 0) {
		say('\nNothing here is safe to fix by itself: the fixes above are for you to decide on.');
		return false;
	}
	say(
		`\nWhat can be fixed now, until the next boot:\n${safe.map(({host, check, command}) => `  ${host}  $ ${command.text}  (${check})`).join('\n')}`,
	);
	if (!yes && !hasTerminal(process)) {
		throw new InputError('no terminal available for the prompt', {hint: 'To fix this without being asked: --fix --yes'});
	}
	if (!yes && !(await confirm('Run these commands as root?'))) return false;
	for (const {host, command} of safe) {
		const {code, stderr} = await fix(host, command);
		if (code !== 0) say(`${host}: ${command.text} exited with ${code}: ${stderr.trim()}`);
	}
	return true;
}
