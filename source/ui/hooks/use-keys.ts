import {useInput} from 'ink';
import {useCallback, useEffect, useLayoutEffect, useRef} from 'react';
import {type Pasting, type Press, pressesOf} from './presses.ts';

type Options = {
	readonly isActive?: boolean;
	/** Text comes a character at a time, each after the screen has taken in the one before: for pages whose keys are commands. */
	readonly letters?: boolean;
};

/** React takes up a change in the next round of the event loop and renders it in the one after. */
function afterRender(work: () => void, rounds = 3): void {
	setImmediate(() => (rounds > 1 ? afterRender(work, rounds - 1) : work()));
}

/**
 * Hands keys to the latest `handler`. Several keys of one read are handed over one by one, with a render in between, so that no
 * handler acts on a state that is gone.
 */
export function useKeys(handler: (press: Press) => void, {isActive = true, letters = false}: Options = {}): void {
	const latest = useRef(handler);
	const waiting = useRef<Press[]>([]);
	const running = useRef(false);
	const pasting = useRef<Pasting>(undefined);
	useLayoutEffect(() => {
		latest.current = handler;
	});
	useEffect(() => {
		waiting.current = [];
		return () => {
			waiting.current = [];
		};
	}, [isActive]);
	const onInput = useCallback(
		(input: string, key: Parameters<Parameters<typeof useInput>[0]>[1]) => {
			const read = pressesOf(input, key, pasting.current);
			pasting.current = read.pasting;
			for (const press of read.presses) {
				if (letters && press.name === 'text') {
					waiting.current.push(...[...press.text].map(text => ({name: 'text' as const, text})));
				} else waiting.current.push(press);
			}
			const next = () => {
				const press = waiting.current.shift();
				running.current = press !== undefined;
				if (press === undefined) return;
				latest.current(press);
				afterRender(next);
			};
			if (!running.current) next();
		},
		[letters],
	);
	useInput(onInput, {isActive});
}
