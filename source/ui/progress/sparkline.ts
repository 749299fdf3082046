/** The most values that a line is drawn of: the latest ones. */
const most = 20;

/** A row of bars, `▁▃█`, lowest to highest of the values; of equal values all are low. `levels` are its signs, lowest first. */
export function sparkline(values: readonly number[], levels: string): string {
	const latest = values.slice(-most);
	const signs = [...levels];
	const low = Math.min(...latest);
	const range = Math.max(...latest) - low;
	return latest.map(value => signs[range === 0 ? 0 : Math.round(((value - low) / range) * (signs.length - 1))]).join('');
}
