const units = [
	['day', 86_400],
	['hour', 3600],
	['minute', 60],
] as const;

/** How long ago an ISO 8601 time was, such as `2 hours ago`. */
export function ago(at: string, now: number): string {
	const seconds = Math.max(0, (now - Date.parse(at)) / 1000);
	for (const [unit, length] of units) {
		const count = Math.floor(seconds / length);
		if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
	}
	return 'just now';
}
