import {stringify} from 'yaml';

/** What is written above a key, by its path; list items have their number in it, such as `connect.sources.0`. */
export type Comments = Readonly<Record<string, string>>;

/** A list longer than this many columns has a line for each item. */
const widest = 100;

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value; a long one is not folded. */
function scalar(value: unknown): string {
	return stringify(value, {lineWidth: 0, defaultStringType: 'PLAIN', singleQuote: true}).trimEnd();
}

/** A value on one line, in brackets or braces if it has parts. */
export function flow(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
	if (isMapping(value)) {
		const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
		return `{${entries.map(([key, inner]) => `${flow(key)}: ${flow(inner)}`).join(', ')}}`;
	}
	const text = scalar(value);
	// Commas and brackets are ordinary in a plain scalar of a block, and not in a list.
	return text.includes('\n') || (typeof value === 'string' && /[,[\]{}]/.test(value)) ? JSON.stringify(value) : text;
}

function item(value: unknown): string {
	if (typeof value !== 'string') return flow(value);
	const text = scalar(value);
	return text.includes('\n') ? JSON.stringify(value) : text;
}

const small = (value: unknown): boolean =>
	!isMapping(value) || Object.values(value).every(one => !isMapping(one) && !Array.isArray(one));

/**
 * Data as YAML a person would write: mappings in blocks, lists of texts in brackets, lists of mappings with a dash each. Keys whose
 * value is undefined are left out.
 */
export function yamlLines(
	data: Readonly<Record<string, unknown>>,
	comments: Comments = {},
	inFlow: readonly string[] = [],
): readonly string[] {
	const lines: string[] = [];
	const write = (value: Readonly<Record<string, unknown>>, path: string, indent: string, first = indent): void => {
		let lead = first;
		for (const [key, inner] of Object.entries(value)) {
			if (inner === undefined) continue;
			const place = path === '' ? key : `${path}.${key}`;
			const comment = comments[place];
			if (comment !== undefined && indent === '' && lines.length > 0) lines.push('');
			for (const line of comment?.split('\n') ?? []) lines.push(`${indent}# ${line}`);
			const head = `${lead}${scalar(key)}:`;
			lead = indent;
			if (isMapping(inner) && Object.keys(inner).length > 0 && !(inFlow.includes(place) && small(inner))) {
				lines.push(head);
				write(inner, place, `${indent}  `);
			} else if (Array.isArray(inner) && (inner.some(isMapping) || flow(inner).length > widest)) {
				lines.push(head);
				for (const [index, one] of inner.entries()) {
					const at = `${place}.${index}`;
					if (isMapping(one)) write(one, at, `${indent}    `, `${indent}  - `);
					else lines.push(`${indent}  - ${item(one)}`);
				}
			} else {
				lines.push(`${head} ${Array.isArray(inner) || isMapping(inner) ? flow(inner) : item(inner)}`);
			}
		}
	};
	write(data, '', '');
	return lines;
}
