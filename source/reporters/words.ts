import type {Counts} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';

/** `1 host`, `3 hosts`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** More names than this are counted, not listed. */
const mostNames = 6;

/** `a, b, c`, or `12 hosts`. */
export const names = (hosts: readonly string[]): string =>
	hosts.length > mostNames ? count(hosts.length, 'host') : hosts.map(cleanLine).join(', ');

/** `9 changed, 3 ok`: what is not zero, the rarer first. */
export function countsText(counts: Counts): string {
	const order = ['failed', 'unreachable', 'changed', 'ok', 'skipped'] as const;
	const parts = order.filter(key => counts[key] > 0).map(key => `${counts[key]} ${key}`);
	return parts.length === 0 ? 'nothing done' : parts.join(', ');
}

/** Bytes as `812 B`, `1.1 MB`, in powers of 1000. */
export function size(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
