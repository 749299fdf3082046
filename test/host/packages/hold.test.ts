import {expect, test} from 'vitest';
import {aptHold} from '../../../source/host/packages/hold.ts';
import {repository} from '../../../source/host/packages/repository.ts';
import {fakeContext, rocky} from '../../helpers/context.ts';
import {fakeConnection} from '../../helpers/fake-connection.ts';
import {armored, fingerprint} from '../../helpers/keys.ts';

const held = {leader: 'confluent-kafka', family: 'confluent-*'};
const path = '/etc/apt/preferences.d/kafka-setup-confluent.pref';
const hold = (version?: string) => aptHold({id: 'hold', name: 'confluent', ...held, version: () => version});
const asked = (stdout: string) => ({command: '/^dpkg-query -W /', stdout});
const installed = asked('confluent-kafka\t7.9.2-1\tinstalled\tok\n');
const noFile = {command: '/preferences\\.d/'};

const whatOf = async (answers: Parameters<typeof fakeConnection>[0], version?: string) =>
	(await hold(version).check(fakeContext(fakeConnection(answers)))).map(({what, puts}) => [what, puts?.map(({name}) => name)]);
/** What a hold writes, with these answers before it. */
async function written(answers: Parameters<typeof fakeConnection>[0], version?: string) {
	const connection = fakeConnection([...answers, {command: '/putScript|IFS= read -r sum/'}]);
	await hold(version).apply(fakeContext(connection));
	return /^Pin: .*$/m.exec(connection.inputs.join('\n'))?.[0];
}

test('what is installed is held at its version, whatever others have', async () => {
	expect(await whatOf([installed, noFile])).toEqual([['hold confluent-* at the version of all hosts', [path]]]);
	expect(await written([installed, noFile], '7.9.9')).toBe('Pin: version 7.9.2-*');
});

test('what is not installed is held at the version of the others; a plan says the same before and after', async () => {
	expect(await whatOf([asked(''), noFile], '7.9.1')).toEqual([['hold confluent-* at the version of all hosts', [path]]]);
	expect(await written([asked(''), noFile], '7.9.1')).toBe('Pin: version 7.9.1-*');
	expect(await whatOf([asked('')])).toEqual(await whatOf([installed, noFile]));
});

test('without a package there is nothing to hold, and that is said', async () => {
	await expect(hold().apply(fakeContext(fakeConnection([asked('')])))).rejects.toThrow('name no version of it');
});

test('where rpm is, the package source leaves out what is installed of the family in that version, and nothing else', async () => {
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const step = repository({name: 'confluent', url: 'http://m', version: '7.9', key: fingerprint, held});
	const lines = (...all: readonly string[]) => all.map(line => `held ${line}\n`).join('');
	const contentFor = async (names: string) => {
		const stdout = `key\n${base64(armored)}\nimported\n${names}`;
		const connection = fakeConnection([{command: '/base64 -w0 .*\\.repo/s', stdout}]);
		const [change] = await step.check(fakeContext(connection, {facts: rocky}));
		return /^excludepkgs=(.*)$/m.exec(change!.after!)?.[1];
	};
	const all = lines('confluent-kafka 7.9.2', 'confluent-common 7.9.2', 'confluent-cli 4.1.0', '-x 7.9.2', 'a\tb 7.9.2');
	expect(await contentFor(all)).toBe('confluent-common confluent-kafka');
	expect(await contentFor(lines('confluent-cli 4.1.0'))).toBeUndefined();
	expect(await contentFor('')).toBeUndefined();
});
