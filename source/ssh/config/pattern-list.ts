/** OpenSSH keeps a pattern in 1024 bytes; a list with a longer one matches nothing (its match.c). */
const longestPattern = 1022;

/**
 * OpenSSH's pattern list: `a*.example,b?,!c`. A negated pattern that matches rules everything out; of patterns that
 * are all negated nothing matches.
 */
export function matchesPatternList(name: string, list: string): boolean {
	let matched = false;
	for (const word of list.toLowerCase().split(',')) {
		const negated = word.startsWith('!');
		const pattern = negated ? word.slice(1) : word;
		if (pattern.length > longestPattern) return false;
		if (!matchesPattern(name, pattern)) continue;
		if (negated) return false;
		matched = true;
	}
	return matched;
}

/** `*` any characters, `?` any one. Takes time in proportion to both lengths at most, however many stars there are. */
function matchesPattern(name: string, pattern: string): boolean {
	let [at, of] = [0, 0];
	let star = -1;
	let retry = 0;
	while (at < name.length) {
		if (pattern[of] === '*') {
			star = of++;
			retry = at;
		} else if (of < pattern.length && (pattern[of] === '?' || pattern[of] === name[at])) {
			at++;
			of++;
		} else if (star >= 0) {
			of = star + 1;
			at = ++retry;
		} else return false;
	}
	while (pattern[of] === '*') of++;
	return of === pattern.length;
}
