/** The major version in the first line of `java -version`: `17.0.15` → 17, `1.8.0_392` → 8. */
export function javaMajor(output: string): number | undefined {
	const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
	if (first === undefined) return undefined;
	return first === '1' && second !== undefined ? Number(second) : Number(first);
}
