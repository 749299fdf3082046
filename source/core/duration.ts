/** A time in milliseconds as a person says it: `0.4s`, `9.1s`, `41s`, `2m 04s`, `1h 02m`. */
export function duration(ms: number): string {
	if (ms < 9950) return (Math.max(0, ms) / 1000).toFixed(1) + 's';
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
	return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}
