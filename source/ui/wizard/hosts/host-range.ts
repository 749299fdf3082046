/** A range that gives more hosts than this is a slip of the finger. */
const most = 1000;

const range = /\[(\w+)(?::|-|\.\.)(\w+)(?::(\d+))?\]|\{(\w+)\.\.(\w+)\}/;

function members(from: string, to: string, step: number): readonly string[] | undefined {
	if (step < 1) return undefined;
	if (/^\d{1,9}$/.test(from) && /^\d{1,9}$/.test(to)) {
		const [first, last] = [Number(from), Number(to)];
		if (last < first || (last - first) / step >= most) return undefined;
		const width = from.startsWith('0') ? from.length : 0;
		const count = Math.floor((last - first) / step) + 1;
		return Array.from({length: count}, (_, index) => String(first + index * step).padStart(width, '0'));
	}
	if (!/^[a-z]$/i.test(from) || !/^[a-z]$/i.test(to) || to < from) return undefined;
	const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
	const count = Math.floor((last - first) / step) + 1;
	return Array.from({length: count}, (_, index) => String.fromCharCode(first + index * step));
}

/**
 * The names behind `kafka-[01:03].x`, as Ansible writes it (`[1:9:2]` and `[a:c]` too), or `[01-03]` and `{01..03}`. Several ranges
 * multiply. A text without a range is itself; undefined where a range goes backwards or gives more than 1000 names.
 */
export function expandRange(text: string): readonly string[] | undefined {
	const found = range.exec(text);
	if (found === null) return [text];
	const [whole, from = found[4]!, to = found[5]!, step] = found;
	const names = members(from, to, step === undefined ? 1 : Number(step));
	const rest = expandRange(text.slice(found.index + whole.length));
	if (names === undefined || rest === undefined || names.length * rest.length > most) return undefined;
	const head = text.slice(0, found.index);
	return names.flatMap(name => rest.map(tail => head + name + tail));
}
