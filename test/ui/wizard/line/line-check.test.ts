import {describe, expect, it} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {fakeFunctions, sheetFor, wellHost} from '../scene.tsx';
import {conversation} from './conversation.ts';

/** A visit of the page Check by the line, with these answers to its questions. */
async function visit(isRefused: boolean, ...script: readonly (readonly [question: string, answer: string])[]) {
	const {functions, calls} = fakeFunctions({hasRefusal: () => isRefused});
	const talk = conversation(script, {functions, answers: {...noAnswers, hosts: 'a'}, page: 'check'});
	await expect(talk.result()).rejects.toThrow('unscripted');
	expect(talk.waiting).toEqual([]);
	return calls;
}

const question = 'A database refused a login. Try it again? Wrong tries may lock the account (yes or no)';

it('tries a login that was refused again only for who says so', async () => {
	const no = await visit(true, [question, 'no'], ['Press Enter to continue', '<']);
	expect([no.tried.length, no.checked.length]).toEqual([0, 1]);
	const yes = await visit(true, [question, 'yes'], ['Press Enter to continue', '<']);
	expect([yes.tried.length, yes.checked.length]).toEqual([1, 1]);
	const back = await visit(true, [question, '<']);
	expect([back.tried.length, back.checked.length]).toEqual([0, 0]);
});

it('asks nothing, and forgets nothing, where no login was refused', async () => {
	const calls = await visit(false, ['Press Enter to continue', '<']);
	expect([calls.tried.length, calls.checked.length]).toEqual([0, 1]);
});

it('tries the ports of two hosts or more only for who says so', async () => {
	const {functions, calls} = fakeFunctions();
	const options = {functions, answers: {...noAnswers, hosts: 'a b'}, page: 'check'} as const;
	const asked = 'Press Enter to continue, or p and Enter to do that';
	const no = conversation([[asked, '<']], options);
	await expect(no.result()).rejects.toThrow('unscripted');
	const yes = conversation(
		[
			[asked, 'p'],
			['Press Enter to continue:', '<'],
		],
		options,
	);
	await expect(yes.result()).rejects.toThrow('unscripted');
	expect(calls.checked.map(({listen}) => listen)).toEqual([false, false, true]);
	expect(yes.said.join('\n')).toContain('Free ports were tried while nothing listened there');
	expect(yes.said.filter(line => line === 'Checking the cluster …')).toHaveLength(1);
	expect(yes.said).toContain('Checking the cluster, and every port between the hosts …');
	expect(yes.said).toContain(
		'Every port was tried between a, b, with something that listens there: what could not be tried is named with its host',
	);
});

describe('the checks by the line', () => {
	it('tell what the checks of the cluster found, and with wrong answers why there are none', async () => {
		const database = {check: 'database', wanted: 'a user who may log in', why: 'it ends'};
		const {functions} = fakeFunctions({
			check: async () =>
				sheetFor(
					['a'],
					[
						{
							...database,
							host: 'a',
							state: 'failed',
							found: 'connector orders: the login is refused',
							fix: 'Set it right.',
							run: 'ls',
						},
						{host: 'a', check: 'reach', state: 'not-checked', found: 'port 9092 of b', wanted: '', why: ''},
					],
				),
		});
		const page = async (fields: Record<string, string>) => {
			const answers = {...noAnswers, hosts: 'a', fields};
			const talk = conversation([['Press Enter to continue', '<']], {functions, answers, page: 'check'});
			await expect(talk.result()).rejects.toThrow('unscripted');
			return talk.said;
		};
		const said = await page({});
		const from = said.indexOf('Checking the cluster …');
		expect(said.slice(from + 1, said.indexOf('Press Enter to continue: '))).toEqual([
			'1 failed',
			'Databases of the sources: connector orders: the login is refused (a). wanted: a user who may log in',
			'Set it right.',
			'  $ ls',
			'Ports of the other hosts: port 9092 of b (not checked on a)',
			'ok: Memory',
		]);
		expect(await page({'kafka.port': '0'})).toContain('The hosts are checked once these answers are right.');
	});

	it('try a password that a host refused again, when they are asked to', async () => {
		let told = 0;
		const refused: typeof wellHost = {
			items: {login: {state: 'bad', text: 'refused', hint: 'the password was refused'}},
			done: true,
		};
		const {functions} = fakeFunctions({tryAgain: () => void told++}, () => (told < 2 ? refused : wellHost));
		const script: [string, string][] = [
			['Press Enter to continue, or r and Enter to check again', 'r'],
			['Press Enter to continue, or r and Enter to check again', 'R'],
			['Press Enter to continue: ', '<'],
		];
		const talk = conversation(script, {functions, answers: {...noAnswers, hosts: 'a'}, page: 'check'});
		await expect(talk.result()).rejects.toThrow('unscripted');
		expect(talk.waiting).toEqual([]);
		expect(told).toBe(2);
		expect(talk.said).toContain('To check again tries once more what was refused. Wrong tries may lock the account.');
	});
});
