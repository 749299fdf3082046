import {structuredPatch} from 'diff';
import type {Change} from '../../../core/events.ts';
import {cleanLine} from '../../../core/text.ts';

/** A change of a file's content as the lines of a unified diff; of a new file all its lines. */
export function diffLines({before, after}: Change): readonly string[] {
	const {hunks} = structuredPatch('', '', before ?? '', after ?? '', undefined, undefined, {context: 3});
	return hunks.flatMap(hunk => {
		const lines = hunk.lines.map(cleanLine);
		if (!before || !after) return lines.filter(line => !line.startsWith('\\'));
		return [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...lines];
	});
}
