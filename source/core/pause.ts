/** A pause of so many milliseconds, that the operator's stop ends at once. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		const end = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener('abort', end);
		if (signal.aborted) end();
	});
}
