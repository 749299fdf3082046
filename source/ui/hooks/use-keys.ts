import {type Key, useInput, useStdin} from 'ink';
import {createContext, useCallback, useContext, useEffect, useLayoutEffect, useRef} from 'react';
import {keyQueueOf} from './key-queue.ts';
import type {Press} from './presses.ts';

type Options = {
	readonly isActive?: boolean;
	/** Text comes a character at a time, each after the screen has taken in the one before: for pages whose keys are commands. */
	readonly letters?: boolean;
};

/** Whether what is below is covered by something else that reads the keys, such as a help text. */
export const Covered = createContext(false);

/**
 * Hands keys to the latest `handler`. Several keys of one read are handed over one by one, with a render in between, so that no
 * handler acts on a state that is gone.
 */
export function useKeys(handler: (press: Press) => void, {isActive: wanted = true, letters = false}: Options = {}): void {
	const {stdin} = useStdin();
	const covered = useContext(Covered);
	const isActive = wanted && !covered;
	const latest = useRef(handler);
	useLayoutEffect(() => {
		latest.current = handler;
	});
	useLayoutEffect(() => {
		if (!isActive) return undefined;
		return keyQueueOf(stdin).read({letters, handle: press => latest.current(press)});
	}, [stdin, isActive, letters]);
	const onInput = useCallback((input: string, key: Key) => keyQueueOf(stdin).take(latest, input, key), [stdin]);
	useInput(onInput, {isActive});
	// In the same round as useInput, which listens on for a while after the screen has changed: no key may fall in between.
	useEffect(() => (isActive ? keyQueueOf(stdin).listen(latest) : undefined), [stdin, isActive]);
}
