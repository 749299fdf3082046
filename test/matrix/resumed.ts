import {expect} from 'vitest';
import type {Host} from './host.ts';
import {manifest} from './manifest.ts';
import type {Scene} from './scene.ts';

export const resume = ['resume', 'matrix', '--plain'];

/** Resumes once, and compares: all that the host has come to, and how often each thing was done there. */
export async function resumed(scene: Scene, host: Host, config: string, wanted: string): Promise<void> {
	const {code, said} = await scene.operate(host, config, resume).ended;
	expect(code, said).toBe(0);
	expect(await manifest(host), said).toBe(wanted);
	await host.stop();
}
