import {afterAll, describe, expect, it} from 'vitest';
import {configAt, tried, undisturbed} from './positions.ts';
import {resumed} from './resumed.ts';
import {scene} from './scene.ts';

const all = await scene();
afterAll(() => all.close());
const before = await all.host();
await all.operate(before, all.folder(), ['apply', all.files.installed, '--plain']).ended;
const change = await undisturbed(all, all.files.changed, before.disk);

/** A SIGKILL leaves what is on the disks at that instant, and nothing else: here it is a copy of them. */
describe('a change of a running cluster that is killed at any position', () => {
	it('has one at every line of its journal', () => {
		const lines = Array.from({length: change.lines}, (_, index) => index + 1);
		expect([...new Set(change.positions.map(position => position.lines))].sort((a, b) => a - b)).toEqual(lines);
	});

	it('does all once, and asks the host nothing that it has no answer for', () => {
		const counted = change.manifest.split('\n');
		for (const what of ['restart confluent-kcontroller', 'restart confluent-kafka', 'restart kafka-connect-standalone'])
			expect(
				counted.filter(line => line === what),
				what,
			).toHaveLength(1);
		expect(change.manifest).toMatch(/no stand-in knows it$/);
	});

	it.concurrent.each(tried(change))('is resumed to the same host, nothing done twice: %s', async (_, position) => {
		await resumed(all, await all.host(position.disk), configAt(all, position), change.manifest);
	});
});
