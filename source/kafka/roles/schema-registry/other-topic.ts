import {schemasTopic} from '../../../cluster/internal-topics.ts';
import {settingsIn} from '../../settings.ts';
import {isOurs} from '../../settled/marker.ts';

/** A registry with another topic knows nothing of what is in the one before. */
export function otherTopic(before: string | undefined, after: string): readonly string[] {
	const [was, is] = [before, after].map(text => schemasTopic(settingsIn(text) ?? {}));
	if (!isOurs(before) || was === is) return [];
	return [
		`this can lose data: kafkastore.topic from ${was} to ${is}: the registry has no schema of those in ${was}, and gives new ids`,
	];
}
