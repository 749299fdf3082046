import type {Facts} from '../core/facts.ts';

type Service = 'zookeeper' | 'kafka' | 'schema-registry' | 'connect';

/**
 * What a service gets of the host's memory, in MiB: a share, and the bounds that keep it sensible. The upper bounds are
 * those of Confluent's own playbooks (confluentinc/cp-ansible: 1g, 6g, 1g, 2g); the rest of the memory is the page cache,
 * which a broker lives on.
 */
const shares: Readonly<Record<Service, {readonly share: number; readonly least: number; readonly most: number}>> = {
	zookeeper: {share: 1 / 16, least: 256, most: 1024},
	kafka: {share: 1 / 4, least: 512, most: 6144},
	'schema-registry': {share: 1 / 16, least: 256, most: 1024},
	connect: {share: 1 / 8, least: 512, most: 2048},
};

/** The heap as the JVM takes it, such as `512m`: as set, or by the host's memory in steps of 128 MiB. */
export function heapOf(service: Service, set: string | undefined, facts: Facts): string {
	return set ?? `${defaultHeapMb(service, facts)}m`;
}

function defaultHeapMb(service: Service, {memoryMb}: Facts): number {
	const {share, least, most} = shares[service];
	return Math.min(most, Math.max(least, Math.floor((memoryMb * share) / 128) * 128));
}

/** A JVM size in MiB. */
export function heapMb(heap: string): number {
	const [, digits, unit] = /^(\d+)([kmgKMG])$/.exec(heap) ?? [];
	const factor = {k: 1 / 1024, m: 1, g: 1024}[unit?.toLowerCase() as 'k' | 'm' | 'g'] ?? Number.NaN;
	return Number(digits) * factor;
}
