import type {Counts} from '../events.ts';
import {cleanLine} from '../text.ts';

/** `1 host`, `3 hosts`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** The heading of what the operator has to do after a run. */
export const unprovenHeading = 'Not proven';
export const todoHeading = 'Left for you to do';

/** More names than this are counted, not listed. */
const mostNames = 6;

/** `a, b, c`, or `12 hosts`. */
export const names = (hosts: readonly string[]): string =>
	hosts.length > mostNames ? count(hosts.length, 'host') : hosts.map(cleanLine).join(', ');

/** `9 changed, 3 ok`: what is not zero, the rarer first; empty where all is. */
export function countsText(counts: Counts): string {
	const order = ['failed', 'unreachable', 'changed', 'ok', 'skipped'] as const;
	return order
		.filter(key => counts[key] > 0)
		.map(key => `${counts[key]} ${key}`)
		.join(', ');
}

/** Bytes as `812 B`, `11.2 MB`, in powers of 1000. */
export function size(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A time that still runs, in whole seconds, so that it changes once a second: `0s`, `41s`, `2m 04s`, `1h 02m`. */
export function elapsed(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 60) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	const two = (number: number) => String(number).padStart(2, '0');
	return minutes < 60 ? `${minutes}m ${two(seconds % 60)}s` : `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}
