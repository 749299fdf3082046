import {isScalar, parseAllDocuments, visit} from 'yaml';
import {isCommandRef} from '../secret-refs.ts';

const hidden = "'exec:•••'";

/**
 * The text of a cluster file without the command lines of its `exec:` references, which may hold a secret themselves; all else
 * stands as it was.
 */
export function withoutCommands(text: string): string {
	if (!text.includes('exec:')) return text;
	const ranges: (readonly [start: number, end: number])[] = [];
	for (const document of parseAllDocuments(text)) {
		if (!('errors' in document)) continue;
		visit(document, {
			Scalar(_, node) {
				if (isScalar(node) && isCommandRef(node.value) && node.range) ranges.push([node.range[0], node.range[1]]);
			},
		});
	}
	let [whole, end] = ['', 0];
	for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
		// The range of a block goes up to the next key.
		whole += `${text.slice(end, from)}${hidden}${text.slice(from, to).endsWith('\n') ? '\n' : ''}`;
		end = to;
	}
	return whole + text.slice(end);
}
