import {afterAll, describe, expect, it} from 'vitest';
import {manifest} from './manifest.ts';
import {configAt, undisturbed} from './positions.ts';
import {scene} from './scene.ts';

const all = await scene();
afterAll(() => all.close());
const install = await undisturbed(all);

/** A SIGKILL leaves what is on the disks at that instant, and nothing else: here it is a copy of them. */
describe('an installer killed at any position', () => {
	it('is looked at on every line of its journal', () => {
		const lines = Array.from({length: install.lines}, (_, index) => index + 1);
		expect([...new Set(install.positions.map(position => position.lines))].sort((a, b) => a - b)).toEqual(lines);
		console.log(install.positions.map(p => p.name).join('\n'));
	});

	it.concurrent.each(install.positions)('$name: is resumed to the same host, with nothing done twice', async position => {
		const host = await all.host(position.disk);
		const {code, said} = await all.operate(host, configAt(all, position), ['resume', 'matrix', '--plain']).ended;
		expect(code, said).toBe(0);
		expect(await manifest(host), said).toBe(install.manifest);
		await host.stop();
	});
});
