import {clusterIdPattern} from '../../settled/cluster-id.ts';
import {type Answer, noNode, type Read} from './wire.ts';

/** Where ZooKeeper keeps it: `{"version":"1","id":"…"}`. */
export const clusterIdRead = {get: '/cluster/id'} as const satisfies Read;

function idIn(data: string): string | undefined {
	try {
		const {id} = JSON.parse(data) as {id?: unknown};
		return typeof id === 'string' && clusterIdPattern.test(id) ? id : undefined;
	} catch {
		return undefined;
	}
}

/** What an answer to `clusterIdRead` says: an id, or that there is none; undefined if it says nothing of it. */
export function clusterIdIn(answer: Answer | undefined): {readonly id: string | undefined} | undefined {
	if (answer === undefined) return undefined;
	if ('data' in answer) return {id: idIn(answer.data)};
	return 'error' in answer && answer.error === noNode ? {id: undefined} : undefined;
}
