/** What a run waits at before each step: it is open, unless the operator has closed it and nothing has stopped the run. */
export type PauseGate = {readonly pass: () => Promise<void>; readonly close: (closed: boolean) => void};

export function pauseGate(stop: AbortSignal): PauseGate {
	let closed: Promise<void> | undefined;
	let open = () => {};
	stop.addEventListener('abort', () => open(), {once: true});
	return {
		pass: () => closed ?? Promise.resolve(),
		close(wanted) {
			if (wanted && (closed !== undefined || stop.aborted)) return;
			open();
			closed = undefined;
			if (!wanted) return;
			closed = new Promise(resolve => {
				open = resolve;
			});
		},
	};
}
