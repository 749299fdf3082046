import {chmodSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, vi} from 'vitest';
import type {Host} from './host.ts';
import {resume} from './resumed.ts';
import type {Installer, Scene} from './scene.ts';

const holdFile = (disk: string) => join(disk, 'var/lib/stand-ins/hold-format');

/** Where a format of the storage is held: when it has got as far as this file of a directory. */
export type Point = {
	readonly role: 'controller' | 'kafka';
	readonly directory: string;
	readonly file:
		| 'begun'
		| 'bootstrap.checkpoint.tmp'
		| 'bootstrap.checkpoint'
		| 'checkpoint.part'
		| 'meta.properties.tmp'
		| 'meta.properties';
};

/** Resumes, and gives the installer when the format is held. */
export async function heldFormat(scene: Scene, host: Host, config: string, {directory, file}: Point): Promise<Installer> {
	const path = holdFile(host.disk);
	writeFileSync(path, `${file} ${directory}\n`);
	// The tool runs as the account of the service.
	chmodSync(path, 0o666);
	const installer = scene.operate(host, config, resume);
	await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toBe('held\n'), {timeout: 30_000, interval: 50});
	return installer;
}

export const letGo = ({disk}: Host) => rmSync(holdFile(disk));

/** The job is killed with all that it runs, as by the kernel that lacks memory; the installer says so, and ends. */
export async function killedJob(host: Host, installer: Installer, {role}: Point): Promise<Host> {
	host.run(`kill -s KILL -- -$(cat /var/lib/stand-ins/units/kafka-setup-format-${role}/pid)`);
	const {code, said} = await installer.ended;
	expect(code, said).toBe(1);
	// Its lines are as wide as a screen.
	expect(said.replaceAll(/\s+/g, ' ')).toContain('it was killed before its end, or the host was restarted');
	letGo(host);
	return host;
}

/** The host loses its power, and the operator's machine with it. What was in /run is gone but for the records of what starts again. */
export async function powerCut(scene: Scene, host: Host, installer: Installer): Promise<Host> {
	await Promise.all([host.stop(), installer.kill()]);
	letGo(host);
	for (const name of ['lock', 'format-controller.sh', 'format-controller.log', 'format-kafka.sh', 'format-kafka.log'])
		rmSync(join(host.disk, 'run/kafka-setup', name), {recursive: true, force: true});
	return scene.host(host.disk);
}

/** A manifest without how often the format was begun, and what its last job was: that of a cut one is begun again. */
export const withoutJobs = (manifest: string): string =>
	manifest
		.split('\n')
		.filter(line => !/^job kafka-setup-format-| run\/kafka-setup\/format-/.test(line))
		.join('\n');
