import {expect, it} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {fakeFunctions} from '../scene.tsx';
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
	expect(yes.said.join('\n')).toContain('Ports that are free were knocked at');
	expect(yes.said.filter(line => line === 'Checking the cluster …')).toHaveLength(1);
	expect(yes.said).toContain('Checking the cluster, and every port between the hosts …');
	expect(yes.said).toContain(
		'Every port was tried between a, b, with something that listens there: what could not be tried is named with its host',
	);
});
