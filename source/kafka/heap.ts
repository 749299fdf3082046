import {type Role, roleOf} from '../cluster/roles.ts';
import type {Facts} from '../core/facts.ts';

/** The heap as the JVM takes it, such as `512m`: as set, or by the host's memory in steps of 128 MiB. */
export function heapOf(role: Role, set: string | undefined, facts: Facts): string {
	return set ?? `${defaultHeapMb(role, facts)}m`;
}

function defaultHeapMb(role: Role, {memoryMb}: Facts): number {
	const {share, least, most} = roleOf(role).heap;
	return Math.min(most, Math.max(least, Math.floor((memoryMb * share) / 128) * 128));
}

/** A JVM size in MiB. */
export function heapMb(heap: string): number {
	const [, digits, unit] = /^(\d+)([kmgKMG])$/.exec(heap) ?? [];
	const factor = {k: 1 / 1024, m: 1, g: 1024}[unit?.toLowerCase() as 'k' | 'm' | 'g'] ?? Number.NaN;
	return Number(digits) * factor;
}
