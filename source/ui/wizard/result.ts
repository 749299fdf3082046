import type {Cluster, SecretRef} from '../../cluster/cluster.ts';
import type {Secret} from '../../core/secret.ts';
import type {Answers, SecretField} from './answers/answers.ts';
import type {Reading} from './answers/reading.ts';
import type {TypedSecrets, WizardResult} from './wizard-functions.ts';

function refOf(cluster: Cluster, field: SecretField): SecretRef | undefined {
	switch (field) {
		case 'ssh.password':
			return cluster.ssh.password;
		case 'ssh.passphrase':
			return cluster.ssh.passphrase;
		case 'ssh.sudoPassword':
			return cluster.ssh.sudoPassword;
		case 'source.password':
			return cluster.connect.sources[0]?.password;
	}
}

/** Typed secrets by the reference that stands for them in the parsed cluster, as those who fetch secrets know them. */
export function secretsByRef(cluster: Cluster | undefined, typed: TypedSecrets): ReadonlyMap<SecretRef, Secret> {
	if (cluster === undefined) return new Map();
	return new Map(
		[...typed].flatMap(([field, secret]) => {
			const ref = refOf(cluster, field);
			return ref?.startsWith('prompt') ? [[ref, secret] as const] : [];
		}),
	);
}

export function resultOf(
	action: WizardResult['action'],
	path: string | undefined,
	answers: Answers,
	reading: Reading,
	typed: TypedSecrets,
): WizardResult {
	const wanted = action === 'install' || action === 'write';
	return {
		action,
		...(wanted ? {clusterText: reading.text} : {}),
		...(path === undefined ? {} : {path}),
		secrets: secretsByRef(reading.cluster, typed),
		typed,
		answers,
	};
}
