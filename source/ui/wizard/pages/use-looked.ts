import {useEffect, useState} from 'react';
import type {AnswerProblem} from '../answers/reading.ts';

/** What was found; neither of the two while it is being looked at. */
export type Looked<T> = {readonly facts?: T; readonly problem?: AnswerProblem};

/** What `read` says of this plain data, such as a path on this machine; undefined without it. It is asked again when it is another. */
export function useLooked<A extends readonly unknown[], T>(
	given: A | undefined,
	read: (...given: A) => Promise<T>,
): Looked<T> | undefined {
	const key = given && JSON.stringify(given);
	const [looked, set] = useState<(Looked<T> & {readonly key: string}) | undefined>(undefined);
	useEffect(() => {
		if (key === undefined) return undefined;
		let live = true;
		read(...(JSON.parse(key) as A)).then(
			facts => live && set({key, facts}),
			({message, hint}: Error & {hint?: string}) => live && set({key, problem: {message, ...(hint === undefined ? {} : {hint})}}),
		);
		return () => {
			live = false;
		};
	}, [key, read]);
	if (key === undefined) return undefined;
	return looked?.key === key ? looked : {};
}
