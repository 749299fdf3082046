/** In shorter words one letter tells one word from another. */
const shortest = 5;

/** Whether one word is another with one letter too many, missing, wrong, or in the place of its neighbour. */
export function isSlipOf(given: string, meant: string): boolean {
	if (given === meant || Math.min(given.length, meant.length) < shortest || Math.abs(given.length - meant.length) > 1)
		return false;
	let start = 0;
	while (start < given.length && given[start] === meant[start]) start++;
	let end = 0;
	const most = Math.min(given.length, meant.length) - start;
	while (end < most && given.at(-1 - end) === meant.at(-1 - end)) end++;
	const [a, b] = [given.slice(start, given.length - end), meant.slice(start, meant.length - end)];
	return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);
}
