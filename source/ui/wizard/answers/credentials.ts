import {isPrompt} from '../../../cluster/secret-refs.ts';
import {sshLabels} from '../../../cluster/secrets.ts';
import type {TypedSecrets} from '../wizard-functions.ts';
import {type Answers, fieldOf, type SecretField} from './answers.ts';
import type {Reading} from './reading.ts';

/** A secret that the cluster may need. */
export type Credential = {readonly field: SecretField; readonly label: string; readonly why: string};

/** The secrets that these answers may need. */
export function credentialsFor(answers: Answers, reading: Reading): readonly Credential[] {
	const user = fieldOf(answers, 'source.user');
	const wantsDatabase = reading.roles.connect.length > 0 && fieldOf(answers, 'source.kind') !== '' && user !== '';
	return [
		...(wantsDatabase
			? [{field: 'source.password', label: 'database password', why: `the database user is ${user}`} as const]
			: []),
		{field: 'ssh.sudoPassword', label: sshLabels.sudoPassword, why: 'used where sudo asks for a password'},
		{field: 'ssh.password', label: sshLabels.password, why: 'used if no key is accepted'},
		{field: 'ssh.passphrase', label: sshLabels.passphrase, why: 'used for an encrypted private key'},
	];
}

/** How a secret is got, in words. */
export function howText(answers: Answers, typed: TypedSecrets, field: SecretField): string {
	const ref = fieldOf(answers, field);
	if (ref === '') return 'none';
	if (isPrompt(ref)) return typed.has(field) ? 'entered; later runs ask' : 'asked at each run';
	return ref;
}
