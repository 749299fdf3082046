/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
export function editDistance(from: string, to: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: to.length + 1}, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const line = [row];
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1];
			let cost = Math.min(last[column]! + 1, line[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
			if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
				cost = Math.min(cost, beforeLast[column - 2]! + 1);
			}
			line.push(cost);
		}
		beforeLast = last;
		last = line;
	}
	return last[to.length]!;
}

function plain(text: string): string {
	return text.toLowerCase().replace(/[-_. ]/g, '');
}

/** The known word that was most likely meant; undefined where none is near. `dataDir`, `data_dir` and `DATA-DIR` are the same word. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const wanted = plain(word).slice(0, 64);
	const limit = Math.min(Math.max(1, Math.floor(wanted.length / 3)), wanted.length - 1);
	let best: string | undefined;
	let distance = limit + 1;
	for (const candidate of known) {
		const cost = editDistance(wanted, plain(candidate));
		if (cost < distance) {
			best = candidate;
			distance = cost;
		}
	}
	return best;
}
