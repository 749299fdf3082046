import type {Emit} from '../core/events.ts';

/** Tells the events of one run to someone. */
export type Reporter = {
	readonly emit: Emit;
	/** Ends it, also when the run did not come to its end: it holds nothing that keeps the process alive. */
	close(): void;
};
