import stringWidth from 'string-width';

type Quoted = 'no' | 'single' | 'double';

/** How a row ends that goes on in the next one, and how the next one begins. Single quotes are closed meanwhile. */
const joints: Readonly<Record<Quoted, readonly [end: string, begin: string]>> = {
	no: ['\\', ''],
	single: ["'\\", "'"],
	double: ['\\', ''],
};

/** Of each place in a command, whether a row may end before it, and within which quotes it is. */
function placesIn(characters: readonly string[]): readonly {readonly quoted: Quoted; readonly free: boolean}[] {
	let quoted: Quoted = 'no';
	let escaped = false;
	return characters.map(character => {
		const place = {quoted, free: !escaped};
		if (escaped) escaped = false;
		else if (character === '\\' && quoted !== 'single') escaped = true;
		else if (character === "'" && quoted !== 'double') quoted = quoted === 'single' ? 'no' : 'single';
		else if (character === '"' && quoted !== 'single') quoted = quoted === 'double' ? 'no' : 'double';
		return place;
	});
}

/**
 * A command of one line in rows of at most `width` columns that a shell reads as that line when they are copied: each but
 * the last ends with a backslash. Broken after a blank where that is possible. `lead` stands before the first row.
 */
export function continuedRows(command: string, width: number, lead = ''): readonly string[] {
	const characters = [...command];
	const places = placesIn(characters);
	const rows: string[] = [];
	let begin = lead;
	let from = 0;
	for (;;) {
		const rest = characters.slice(from).join('');
		if (stringWidth(begin + rest) <= width) return [...rows, begin + rest];
		let used = stringWidth(begin);
		let [hard, soft] = [0, 0];
		for (let at = from; at < characters.length; at++) {
			const {quoted, free} = places[at]!;
			if (at > from && free && used + stringWidth(joints[quoted][0]) <= width) {
				hard = at;
				if (characters[at - 1] === ' ') soft = at;
			}
			used += stringWidth(characters[at]!);
			if (used >= width) break;
		}
		// A row that is too narrow for anything still takes one character.
		const until = soft > 0 ? soft : hard > 0 ? hard : places.findIndex(({free}, at) => at > from && free);
		if (until < 0) return [...rows, begin + rest];
		const [end, next] = joints[places[until]!.quoted];
		rows.push(begin + characters.slice(from, until).join('') + end);
		[begin, from] = [next, until];
	}
}
