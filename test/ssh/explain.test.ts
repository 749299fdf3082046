import {describe, expect, it} from 'vitest';
import {explainFailures} from '../../source/ssh/connect.ts';
import {UnknownHostKeyError, UnreachableError} from '../../source/ssh/errors.ts';

const unknown = (name: string, port = 22) => ({
	host: {name},
	error: new UnknownHostKeyError(`${name}: Host key verification failed: unknown key.`, {
		host: name,
		address: `${name}.lab`,
		port,
		keys: [{type: 'ssh-ed25519', fingerprint: `SHA256:${name}`}],
		hint: 'one',
	}),
});
const refused = (name: string) => ({
	host: {name},
	error: new UnreachableError(`${name}: refuses.`, {hint: 'Does sshd run there?'}),
});

describe('many failures', () => {
	it('list all unknown keys together, with one hint', () => {
		const {message, hint} = explainFailures([unknown('kafka-01'), unknown('k2', 2222)]);
		expect(message).toBe(
			'The keys of these 2 hosts are not known:\n' +
				'  kafka-01  kafka-01.lab      SHA256:kafka-01 (ssh-ed25519)\n' +
				'  k2        k2.lab port 2222  SHA256:k2 (ssh-ed25519)',
		);
		expect(hint).toContain('--accept-new-host-keys');
		expect(hint.split('\n')).toHaveLength(1);
	});

	it('say a hint that they share once', () => {
		expect(explainFailures([refused('a'), refused('b')])).toEqual({
			message: 'a: refuses.\nb: refuses.',
			hint: 'Does sshd run there?',
		});
	});

	it('that are one and the same, as a jump host’s, are told once', () => {
		expect(explainFailures([refused('a'), refused('a')]).message).toBe('a: refuses.');
	});

	it('fit on one screen', () => {
		const {message} = explainFailures(Array.from({length: 40}, (_, index) => refused(`h${index}`)));
		expect(message.split('\n')).toHaveLength(13);
		expect(message).toContain('and 28 more hosts');
	});
});

it('one failure is told as it is', () => {
	expect(explainFailures([unknown('a')])).toEqual({message: 'a: Host key verification failed: unknown key.', hint: 'one'});
});
