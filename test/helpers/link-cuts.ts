import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {expect} from 'vitest';
import {lab} from './lab.ts';
import {type LiveRun, of} from './live-run.ts';
import {type Wire, wireTo} from './wire.ts';

type Inventory = {
	readonly hosts: readonly {readonly name: string; readonly address: string; readonly port: number}[];
	readonly knownHosts: string;
};

/** A wire to a host of the lab, and the host as a cluster file names it when it is reached through the wire. */
export async function wiredTo(name: string) {
	const {hosts, knownHosts} = JSON.parse((await lab('inventory')).stdout) as Inventory;
	const {address, port} = hosts.find(host => host.name === name)!;
	const wire = await wireTo(address, port);
	const lines = readFileSync(knownHosts, 'utf8').split('\n');
	const keys = lines.filter(line => line.split(' ')[0]!.split(',').includes(name));
	const hostKeys = keys.map(line => {
		const digest = createHash('sha256')
			.update(Buffer.from(line.split(' ')[2]!, 'base64'))
			.digest('base64');
		return `SHA256:${digest.replace(/=+$/, '')}`;
	});
	return {wire, host: {name, address: '127.0.0.1', port: wire.port, hostKeys}};
}

const answersAgain = (host: string) => (event: LiveRun['events'][number]) =>
	event.type === 'step-waiting' && event.ref.host === host && event.for.includes(`${host} to answer again`);

/** When the run has found the link to the host dead after a moment, both in milliseconds since 1970; a step and a test beside it both say so. */
export const lossAfter = (run: LiveRun, host: string, moment: number) =>
	run.events
		.filter(answersAgain(host))
		.map(({at}) => Date.parse(at))
		.find(at => at >= moment);

/** Freezes the link for good in each kind of step, and sees that it is noticed within 20 s. */
export async function freezeIn(kinds: readonly string[], run: LiveRun, wire: Wire, host: string): Promise<void> {
	for (const kind of kinds) {
		await run.until(kind, of('step-started', kind));
		wire.freeze();
		const cutAt = Date.now();
		await run.until(`a lost link in ${kind}`, () => lossAfter(run, host, cutAt) !== undefined);
		wire.abandon();
		expect(lossAfter(run, host, cutAt)! - cutAt, kind).toBeLessThan(20_000);
	}
}
