import {execFile} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {connector} from '../../../source/ssh/connect.ts';
import {sshVersion} from '../../helpers/ssh-oracle.ts';
import {knownLine, scene} from '../../helpers/ssh-scene.ts';
import {newKey} from '../../helpers/ssh-server.ts';

const other = newKey();
type Known = 'right' | 'wrong' | 'none';

/** A host behind a jump host, and what ssh and we make of their keys. */
async function behind(way: (hop: number, config: string) => string, hopKnown: Known, hostKnown: Known) {
	const set = await scene();
	const [hop, host] = [await set.server(), await set.server({hostKeys: [other]})];
	const keyOf = {right: {hop: undefined, host: other}, wrong: {hop: other, host: undefined}} as const;
	const line = (known: Known, which: 'hop' | 'host') =>
		known === 'none' ? '' : knownLine(which === 'hop' ? hop : host, keyOf[known][which]);
	const files = line(hopKnown, 'hop') + line(hostKnown, 'host');
	await set.config({
		'jump-127.0.0.1': `Port ${hop.port}`,
		h1: `Port ${host.port}\n${way(hop.port, set.settings.configFile!)}`,
	});
	const asked = async (who: () => Promise<unknown>) => {
		await set.write('known_hosts', files);
		const before = [hop.requests(), host.requests()];
		await who();
		return [hop.requests(), host.requests()].map((count, index) => (count > before[index]! ? 'asked' : 'not asked'));
	};
	return (acceptNewHostKeys: boolean) => ({
		ours: () =>
			asked(async () => {
				const {logins} = await connector({...set.settings, acceptNewHostKeys}).all([{name: 'h1'}]);
				for (const {connection} of logins) await connection.close();
			}),
		ssh: () =>
			asked(
				() =>
					new Promise(resolve => {
						const strict = `StrictHostKeyChecking=${acceptNewHostKeys ? 'accept-new' : 'yes'}`;
						const args = ['-F', set.settings.configFile!, '-o', 'BatchMode=yes', '-o', strict, 'h1', 'true'];
						execFile('ssh', args, {timeout: 10_000}, resolve).stdin?.end();
					}),
			),
	});
}

/** The way as ssh_config says it: whom is each asked to log in to? */
describe.skipIf(sshVersion() === undefined).each([
	['ProxyJump', (port: number) => `ProxyJump op@127.0.0.1:${port}`],
	['ProxyJump with tokens', () => 'ProxyJump %r@jump-%h'],
	['ProxyCommand ssh -W', (port: number, config: string) => `ProxyCommand ssh -F ${config} -p ${port} -W %h:%p op@127.0.0.1`],
])('by %s', (_title, way) => {
	it.each([
		['right', 'right', false],
		['none', 'right', false],
		['wrong', 'right', true],
		['right', 'none', false],
		['right', 'wrong', true],
		['right', 'none', true],
	] as const)('jump host’s key %s, host’s key %s, new ones accepted %s: as ssh does', async (hop, host, acceptNew) => {
		const {ours, ssh} = (await behind(way, hop, host))(acceptNew);
		const theirs = await ssh();
		expect(await ours()).toEqual(theirs);
		expect(theirs[0]).toBe(hop === 'right' ? 'asked' : 'not asked');
	});
});
