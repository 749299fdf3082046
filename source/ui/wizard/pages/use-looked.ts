import {useEffect, useState} from 'react';
import type {AnswerProblem} from '../answers/reading.ts';

/** What was found; neither of the two while it is being looked at. */
export type Looked<T> = {readonly facts?: T; readonly problem?: AnswerProblem};

/** What `read` says of these texts, such as a path on this machine; undefined without them. It is asked again when they are others. */
export function useLooked<T>(
	texts: readonly string[] | undefined,
	read: (...texts: string[]) => Promise<T>,
): Looked<T> | undefined {
	const key = texts?.join('\n');
	const [looked, set] = useState<(Looked<T> & {readonly key: string}) | undefined>(undefined);
	useEffect(() => {
		if (key === undefined) return undefined;
		let live = true;
		read(...key.split('\n')).then(
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
