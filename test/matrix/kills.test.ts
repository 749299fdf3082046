import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, it, vi} from 'vitest';
import {randoms} from '../helpers/randoms.ts';
import {killedAt, type Moment} from './kill.ts';
import {manifest} from './manifest.ts';
import {undisturbed} from './positions.ts';
import {resume, resumed} from './resumed.ts';
import {scene} from './scene.ts';

const all = await scene();
afterAll(() => all.close());
const install = await undisturbed(all, all.files.installed);
const apply = ['apply', all.files.installed, '--plain'];

const random = randoms(Number(process.env.KAFKA_SETUP_SEED ?? 20261126));
const whens = ['before', 'while', 'after'] as const;
const moment = (): Moment => ({
	command: 1 + Math.floor(random() * 0.95 * install.commands),
	when: whens[Math.floor(random() * whens.length)]!,
});
const moments = Array.from({length: 8}, moment);

/** The copies are believed for these: the process is killed, and what it began on the host goes on there. */
describe('an installer that is killed', () => {
	it.concurrent.each(moments)('$when command $command: is resumed to the same host', async at => {
		const host = await all.host();
		const config = all.folder();
		expect((await killedAt(all, host, config, apply, at)).signal).toBe('SIGKILL');
		await resumed(all, host, config, install.manifest);
	});

	const early = () => ({...moment(), command: 5 + Math.floor(random() * 30)});
	it.concurrent.each([[early(), early(), early()]])(
		'at %o, and then again and again: is resumed to the same host',
		async (...ats) => {
			const host = await all.host();
			const config = all.folder();
			for (const [index, at] of ats.entries()) {
				expect((await killedAt(all, host, config, index === 0 ? apply : resume, at)).signal).toBe('SIGKILL');
			}
			await resumed(all, host, config, install.manifest);
		},
	);

	it('while the packages are being installed: the next one waits for that installation, and begins no other', async () => {
		const host = await all.host();
		const config = all.folder();
		const state = join(host.disk, 'var/lib/stand-ins');
		writeFileSync(join(state, 'hold-packages'), '');
		const first = all.operate(host, config, apply);
		const begun = () => expect(readFileSync(join(state, 'counters'), 'utf8')).toContain('package transaction');
		await vi.waitFor(begun, {timeout: 30_000});
		await first.kill();
		const second = all.operate(host, config, resume);
		await second.heard('waiting for commands of an earlier run to finish: platform/packages');
		rmSync(join(state, 'hold-packages'));
		const {code, said} = await second.ended;
		expect(code, said).toBe(0);
		expect(await manifest(host), said).toBe(install.manifest);
	});
});
