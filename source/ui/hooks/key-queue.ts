import type {Key} from 'ink';
import {type Pasting, type Press, pressesOf} from './presses.ts';

/** A reader of keys that is active now. */
export type Reader = {
	/** Text comes a character at a time. */
	readonly letters: boolean;
	readonly handle: (press: Press) => void;
};

/**
 * The keys of one terminal, in order. Each goes to who reads at its turn, not to who read when it was typed: a key may move the
 * cursor to the next field, and the one behind it belongs there.
 */
export type KeyQueue = {
	/** @returns a function that ends it. */
	readonly read: (reader: Reader) => () => void;
	/** Ink hands every key to every hook that listens; only one of them may pass it on. @returns a function that ends it. */
	readonly listen: (listener: object) => () => void;
	readonly take: (listener: object, input: string, key: Key) => void;
};

/** React takes up a change in the next round of the event loop and renders it in the one after. */
function afterRender(work: () => void, rounds = 3): void {
	setImmediate(() => (rounds > 1 ? afterRender(work, rounds - 1) : work()));
}

function createKeyQueue(): KeyQueue {
	const readers = new Set<Reader>();
	const listeners = new Set<object>();
	const waiting: Press[] = [];
	let pasting: Pasting;
	let running = false;

	const next = () => {
		const press = waiting.shift();
		running = press !== undefined;
		if (press === undefined) return;
		const active = [...readers];
		const [first = '', ...rest] = press.name === 'text' && active.some(({letters}) => letters) ? [...press.text] : [press.text];
		if (rest.length > 0) waiting.unshift({name: 'text', text: rest.join('')});
		for (const {handle} of active) handle({name: press.name, text: first});
		afterRender(next);
	};
	return {
		read(reader) {
			readers.add(reader);
			return () => void readers.delete(reader);
		},
		listen(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		take(listener, input, key) {
			if ([...listeners][0] !== listener) return;
			const read = pressesOf(input, key, pasting);
			pasting = read.pasting;
			waiting.push(...read.presses);
			if (!running) next();
		},
	};
}

const queues = new WeakMap<object, KeyQueue>();

/** The queue of a terminal's input. */
export function keyQueueOf(stdin: object): KeyQueue {
	const queue = queues.get(stdin) ?? createKeyQueue();
	queues.set(stdin, queue);
	return queue;
}
