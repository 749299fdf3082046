import type {Cluster, SecretRef} from '../../cluster/cluster.ts';
import {isPrompt} from '../../cluster/secret-refs.ts';
import {type ClusterSecret, secretsOf} from '../../cluster/secrets.ts';
import type {Secret} from '../../core/secret.ts';
import type {Answers, SecretField} from './answers/answers.ts';
import type {Reading} from './answers/reading.ts';
import type {TypedSecrets, WizardResult} from './wizard-functions.ts';

/** Which secret of a cluster the answer to a field became: the wizard has one source. */
function refOf(cluster: Cluster, field: SecretField): SecretRef | undefined {
	const fits = ({path, usedBy}: ClusterSecret) => (field === 'source.password' ? usedBy === 'connect' : path === field);
	return secretsOf(cluster).find(fits)?.ref;
}

/** Typed secrets by the reference that stands for them in the parsed cluster, as those who fetch secrets know them. */
export function secretsByRef(cluster: Cluster | undefined, typed: TypedSecrets): ReadonlyMap<SecretRef, Secret> {
	if (cluster === undefined) return new Map();
	return new Map(
		[...typed].flatMap(([field, secret]) => {
			const ref = refOf(cluster, field);
			return ref !== undefined && isPrompt(ref) ? [[ref, secret] as const] : [];
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
