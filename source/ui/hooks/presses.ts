import type {Key} from 'ink';

/** One key, or a run of typed text, or a paste. */
export type Press = {
	readonly name:
		| 'text'
		| 'paste'
		| 'enter'
		| 'escape'
		| 'tab'
		| 'back-tab'
		| 'up'
		| 'down'
		| 'left'
		| 'right'
		| 'home'
		| 'end'
		| 'page-up'
		| 'page-down'
		| 'backspace'
		| `ctrl+${string}`;
	/** Of `text` printable characters alone, of `paste` all of it, line ends as `\n`. */
	readonly text: string;
};

/** A paste between the terminal's marks, as far as it has come. */
export type Pasting = string | undefined;

const pasteBegins = '[200~';
const pasteEnds = '[201~';

const named = [
	['escape', 'escape'],
	['return', 'enter'],
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['home', 'home'],
	['end', 'end'],
	['pageUp', 'page-up'],
	['pageDown', 'page-down'],
	// 0x7F, which the Backspace key sends, is called delete in ink 6.8.
	['backspace', 'backspace'],
	['delete', 'backspace'],
] as const;

const press = (name: Press['name'], text = ''): Press => ({name, text});
const paste = (text: string): Press => press('paste', text.replace(/\r\n?/g, '\n'));

/** What came in one read without escape codes: typed fast, or pasted where the terminal sets no marks. */
function chunk(input: string): readonly Press[] {
	// A Tab at the end may ask for a path to be completed, and does no harm. An Enter there might send a pasted password.
	const body = input.replace(/\t$/, '');
	if (/[\r\n\t]/.test(body) && /[^\x00-\x1f\x7f]/.test(body)) return [paste(input)];
	return (input.match(/[^\x00-\x1f\x7f]+|[\x00-\x1f\x7f]/g) ?? []).flatMap(part => {
		const code = part.charCodeAt(0);
		if (part === '\r' || part === '\n') return [press('enter')];
		if (part === '\t') return [press('tab')];
		if (code === 0x7f || code === 0x08) return [press('backspace')];
		if (code > 0x1f) return [press('text', part)];
		return code >= 1 && code <= 26 ? [press(`ctrl+${String.fromCharCode(code + 96)}`)] : [];
	});
}

/**
 * What one call of ink's input handler means. ink 6.8 hands over a whole read at once: `jk?`, two Backspaces, or a paste with its line
 * ends in it, which therefore is never Enter.
 */
export function pressesOf(
	input: string,
	key: Key,
	pasting: Pasting,
): {readonly presses: readonly Press[]; readonly pasting: Pasting} {
	if (pasting !== undefined) {
		if (input === pasteEnds) return {presses: pasting === '' ? [] : [paste(pasting)], pasting: undefined};
		// Within the marks Enter and Tab are text, even in a read of their own.
		return {presses: [], pasting: pasting + (key.return ? '\r' : key.tab ? '\t' : input)};
	}
	if (input === pasteBegins) return {presses: [], pasting: ''};
	const known = named.find(([flag]) => key[flag]);
	if (known !== undefined) return {presses: [press(known[1])], pasting};
	if (key.tab) return {presses: [press(key.shift ? 'back-tab' : 'tab')], pasting};
	if (key.ctrl) return {presses: [press(`ctrl+${input}`)], pasting};
	// Alt with a letter, and whatever sequence ink does not know.
	if (key.meta || /^\[[\d;?<>=]*[A-Za-z~]$/.test(input)) return {presses: [], pasting};
	return {presses: chunk(input), pasting};
}
