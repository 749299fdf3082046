import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, it, vi} from 'vitest';
import {randoms} from '../helpers/randoms.ts';
import {heldFormat, killedJob, letGo, type Point, powerCut, withoutJobs} from './cut-format.ts';
import type {Host} from './host.ts';
import {killedAt, type Moment} from './kill.ts';
import {manifest} from './manifest.ts';
import {configAt, tryAll, undisturbed} from './positions.ts';
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
const moments = Array.from({length: tryAll ? 8 : 4}, moment);

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

/** As far as a format may have got, in the order in which it gets there: of a controller, then of a broker's two directories. */
const points: readonly Point[] = [
	...(
		[
			'begun',
			'bootstrap.checkpoint.tmp',
			'bootstrap.checkpoint',
			'checkpoint.part',
			'meta.properties.tmp',
			'meta.properties',
		] as const
	).map(file => ({role: 'controller', directory: '/var/lib/kafka/controller', file}) as const),
	...['/var/lib/kafka/data', '/var/lib/kafka/data-2'].flatMap(directory =>
		(['bootstrap.checkpoint', 'meta.properties.tmp', 'meta.properties'] as const).map(
			file => ({role: 'kafka', directory, file}) as const,
		),
	),
];

/** A host that is about to format, and the operator's files. */
async function aboutTo({role}: Point) {
	const position = install.positions.find(({name}) => name.includes(`(intent ${role}/format)`))!;
	return {host: await all.host(position.disk), config: configAt(all, position)};
}

/** Each directory is formatted once in the end, with the id that was drawn first; one that is formatted stays as it is. */
describe('a format of the storage that is cut', () => {
	const ways = [
		['as its job is killed', killedJob],
		['as the host loses its power', (host, installer) => powerCut(all, host, installer)],
	] as const satisfies readonly (readonly [string, (...held: Parameters<typeof killedJob>) => Promise<Host>])[];
	const cases = points.flatMap((point, index) =>
		ways
			.filter((_, way) => tryAll || way === index % 2)
			.map(([how, cut]) => [`at ${point.file} of ${point.directory}, ${how}`, point, cut] as const),
	);

	it.concurrent.each(cases)('%s: is finished by the next run', async (_, point, cut) => {
		const {host, config} = await aboutTo(point);
		const held = await heldFormat(all, host, config, point);
		const after = await cut(host, held, point);
		await resumed(all, after, config, install.manifest, {seen: withoutJobs});
	});

	it('by nobody: the installer is killed, and the next one waits for the format, and begins no other', async () => {
		const point: Point = {role: 'kafka', directory: '/var/lib/kafka/data-2', file: 'bootstrap.checkpoint'};
		const {host, config} = await aboutTo(point);
		await (await heldFormat(all, host, config, point)).kill();
		const next = all.operate(host, config, resume);
		await next.heard('waiting for commands of an earlier run to finish: kafka/format');
		letGo(host);
		const {code, said} = await next.ended;
		expect(code, said).toBe(0);
		expect(await manifest(host), said).toBe(install.manifest);
	});
});
