/** A clock that runs out, unless it is stopped in time; it can wait while an operator thinks. */
export type Deadline = {
	/** Starts anew. */
	start(ms: number, onOver: () => void): void;
	stop(): void;
	/** The time that `question` takes does not count. */
	readonly whileAsking: <T>(question: Promise<T>) => Promise<T>;
};

export function deadline(): Deadline {
	let timer: NodeJS.Timeout | undefined;
	let current: {ms: number; onOver: () => void} | undefined;
	let questions = 0;

	function arm() {
		clearTimeout(timer);
		if (current !== undefined && questions === 0) timer = setTimeout(current.onOver, current.ms);
	}
	return {
		start(ms, onOver) {
			current = {ms, onOver};
			arm();
		},
		stop() {
			current = undefined;
			clearTimeout(timer);
		},
		async whileAsking(question) {
			questions++;
			clearTimeout(timer);
			try {
				return await question;
			} finally {
				questions--;
				arm();
			}
		},
	};
}
