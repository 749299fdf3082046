import type {Standing} from './standing.ts';

/** The patch of the platform that most hosts have installed, of two as frequent ones the newer; undefined if none has. */
export function commonPatch(standings: Iterable<Pick<Standing, 'patch'>>): string | undefined {
	const counts = new Map<string, number>();
	for (const {patch} of standings) if (patch !== undefined) counts.set(patch, (counts.get(patch) ?? 0) + 1);
	const byNumbers = new Intl.Collator('en', {numeric: true}).compare;
	return [...counts].sort(([a, one], [b, other]) => other - one || byNumbers(b, a))[0]?.[0];
}
