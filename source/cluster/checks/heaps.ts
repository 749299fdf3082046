import type {View} from '../file/view.ts';
import {hostsOf} from './hosts.ts';
import {propertyOn} from './property-on.ts';

const mb = 1024 ** 2;

/** A heap such as `512m`, in bytes; undefined for what is none. */
export function heapBytes(heap: string): number | undefined {
	const [, number, unit = ''] = /^(\d{1,6})([mg])$/i.exec(heap) ?? [];
	return number === undefined ? undefined : Number(number) * (unit.toLowerCase() === 'g' ? 1024 : 1) * mb;
}

const buffer = 'log.cleaner.dedupe.buffer.size';

/** What a broker needs besides at least: with so much it does not start, neither 3.9 nor 4.3; with more some do. */
const least = 16 * mb;

/** What it needs besides to be sure of it: as broker and controller in one, 3.9.2 answered with 28 MB and not with 24, 4.3.1 with 40 and not with 32. */
export const enough = 40 * mb;

/** A whole number of a property, the default where nobody sets it; undefined for what is not known here, such as a reference. */
const numberIn = (text: string | undefined, usual: number): number | undefined =>
	text === undefined ? usual : /^\d{1,18}$/.test(text) ? Number(text) : undefined;

/**
 * What the log cleaner of one broker takes from its heap before the broker answers, in bytes; undefined if that is not known.
 * @param property a property of that broker, without blanks around it
 */
export function cleanerBytes(property: (key: string) => string | undefined): number | undefined {
	if (property('log.cleaner.enable')?.toLowerCase() === 'false') return 0;
	const [size, threads] = [numberIn(property(buffer), 128 * mb), numberIn(property('log.cleaner.threads'), 1)];
	// Each thread has one array for its share of it.
	return size === undefined || threads === undefined ? undefined : Math.min(size, threads * (2 ** 31 - 1));
}

/** A broker takes the buffer of its log cleaner from its heap before it answers. */
export function checkHeaps(view: View): void {
	const path = ['kafka', 'heap'];
	const text = view.text(path);
	const bytes = text === undefined ? undefined : heapBytes(text);
	if (bytes === undefined) return;
	const brokers = view.texts(['roles', 'kafka']).map(({value}) => value);
	for (const {value: host, path: at} of hostsOf(view)) {
		const taken = brokers.includes(host.name)
			? cleanerBytes(key => propertyOn(view, 'kafka', at[1] as number, key)?.value)
			: undefined;
		if (taken === undefined || taken === 0 || bytes > taken + least) continue;
		const wanted = Math.max(512, Math.ceil(taken / mb / 256) * 256 + 256);
		view.report(
			path,
			`kafka.heap is ${text}, and the log cleaner of ${host.name} takes ${Math.round(taken / mb)} MB of it: with what is left it does not start`,
			`write ${wanted}m or more, or set a lower ${buffer} under extraProperties`,
		);
	}
}
