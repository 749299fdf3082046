import type {View} from '../file/view.ts';

const mb = 1024 ** 2;

/** A heap such as `512m`, in bytes; undefined for what is none. */
export function heapBytes(heap: string): number | undefined {
	const [, number, unit = ''] = /^(\d{1,6})([mg])$/i.exec(heap) ?? [];
	return number === undefined ? undefined : Number(number) * (unit.toLowerCase() === 'g' ? 1024 : 1) * mb;
}

const buffer = 'log.cleaner.dedupe.buffer.size';

/** A broker takes the buffer of its log cleaner (128 MB) from its heap before it answers. */
export function checkHeaps(view: View): void {
	const path = ['kafka', 'heap'];
	const text = view.text(path);
	const bytes = text === undefined ? undefined : heapBytes(text);
	if (bytes === undefined || bytes > 128 * mb) return;
	const sections = [
		['kafka', 'extraProperties'],
		...Array.from({length: view.length(['hosts'])}, (_, index) => ['hosts', index, 'properties', 'kafka']),
	];
	const isSmaller = [buffer, 'log.cleaner.enable'].some(key =>
		sections.some(section => view.at([...section, key]) !== undefined),
	);
	if (isSmaller) return;
	view.report(
		path,
		`kafka.heap is ${text}, and a broker's log cleaner alone takes 128 MB of it: it does not start`,
		`write 512m or more, or set ${buffer} under extraProperties`,
	);
}
