import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {skipped} from '../../../helpers/skipped.ts';
import {type Mode, type Oracle, sshOracle, sshVersion} from '../../../helpers/ssh-oracle.ts';
import {sshdProgram} from '../../../helpers/sshd-program.ts';
import {configCases} from './config-cases.ts';
import {knownHostsCases} from './known-hosts-cases.ts';

const cases = [...knownHostsCases, ...configCases];
const modes: readonly Mode[] = ['yes', 'accept-new'];
/** Cases asked at the same time. */
const atOnce = 4;

const version = sshVersion();
const sshd = version === undefined ? 'there is no ssh on this machine' : sshdProgram();
if (typeof sshd === 'string') skipped('host keys, compared with OpenSSH', sshd);

/** ssh itself is asked what it makes of the same files and the same sshd, and our login must not be laxer. */
describe.skipIf(typeof sshd === 'string')(`host keys, compared with ${version}`, () => {
	let oracle: Oracle;
	beforeAll(async () => {
		if (typeof sshd !== 'string') oracle = await sshOracle(sshd);
	});
	afterAll(() => oracle.close());

	it('has enough cases, each with a title of its own', () => {
		expect(cases.length).toBeGreaterThanOrEqual(120);
		expect(new Set(cases.map(({title}) => title)).size).toBe(cases.length);
	});

	// Both judge by the same rules, and OpenSSH's own ssh takes three times as long: a part of it is asked, or all with KAFKA_SETUP_ORACLE_PARTS=1.
	const parts = Number(process.env.KAFKA_SETUP_ORACLE_PARTS ?? 8);
	const asked = {builtin: cases, system: cases.filter((_one, index) => index % parts === 0)};

	it.each(['builtin', 'system'] as const)(
		'are judged by %s as ssh judges them, or stricter where it is said',
		async transport => {
			const found: string[] = [];
			let accepted = 0;
			const queue = asked[transport].flatMap(one => modes.map(mode => ({one, mode})));
			const work = async () => {
				for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
					const {one, mode} = next;
					const {ssh, ours} = await oracle.ask(one, mode, transport);
					if (ssh.accepted) accepted++;
					const stricter = one.stricter === mode || one.stricter === 'both';
					const wanted = ssh.accepted && !stricter;
					if (stricter && !ssh.accepted) found.push(`${one.title} (${mode}): ssh refuses too, so it is not stricter`);
					if (ours.accepted === wanted) continue;
					const verdict = ours.accepted ? 'LAXER' : 'stricter';
					found.push(`${one.title} (${mode}): ${verdict}\n  ssh: ${ssh.said.trim()}\n  ours: ${ours.said.trim()}`);
				}
			};
			await Promise.all(Array.from({length: atOnce}, work));
			expect(found).toEqual([]);
			// Were the servers or ssh broken, both would refuse all and agree.
			expect(accepted).toBeGreaterThan(asked[transport].length / 2);
		},
		180_000,
	);
});
