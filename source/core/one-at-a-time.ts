/** Work that is done one after the other, in the order in which it was given; what fails keeps none from its turn. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return work => {
		const done = last.then(work);
		last = done.catch(() => {});
		return done;
	};
}
