/** The row that a key leads to in a list of `count` rows; undefined for any other key. */
export function rowAfter(key: string, row: number, count: number): number | undefined {
	if (key === 'up' || key === 'k') return Math.max(0, row - 1);
	if (key === 'down' || key === 'j') return Math.max(0, Math.min(count - 1, row + 1));
	return undefined;
}
