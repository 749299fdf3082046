import {existsSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {InputError} from '../../core/errors.ts';
import {isRunning, startOf} from './process.ts';

/** `holder-PID-START`: each process has a file of its own, so that nobody ever removes that of another one that lives. */
const holderName = /^holder-(\d+)-(\d*)$/;

/** The process that holds a folder of ours, if another one than this does. */
export function holderOf(folder: string): number | undefined {
	if (!existsSync(folder)) return undefined;
	for (const name of readdirSync(folder)) {
		const [, pid, start] = holderName.exec(name) ?? [];
		if (pid !== undefined && Number(pid) !== process.pid && isRunning(Number(pid), start)) return Number(pid);
	}
	return undefined;
}

/**
 * Holds a folder of ours for this process alone, until the function it returns is called: a second writer on this machine
 * would mix its lines with ours. A holder that is no more is no hindrance.
 * @throws InputError if another process that still runs holds it.
 */
export function hold(folder: string, what: string): () => void {
	const mine = `holder-${process.pid}-${startOf(process.pid)}`;
	const release = () => rmSync(join(folder, mine), {force: true});
	// Told first and looked second: of two that come at once, at least one sees the other.
	writeFileSync(join(folder, mine), '', {mode: 0o600});
	for (const name of readdirSync(folder)) {
		const [, pid, start] = holderName.exec(name) ?? [];
		if (pid === undefined || start === undefined || name === mine) continue;
		if (isRunning(Number(pid), start)) {
			release();
			throw new InputError(`another kafka-setup on this machine (process ${pid}) is at work on ${what}`, {
				hint: 'Wait for its end, or stop it. Nothing was touched.',
			});
		}
		rmSync(join(folder, name), {force: true});
	}
	return release;
}
