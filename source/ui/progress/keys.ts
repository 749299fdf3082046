import type {Key as InkKey} from 'ink';
import type {LogMove} from './log-lines.ts';
import type {View} from './view.ts';

export type Press = LogMove | 'enter' | 'escape' | 'pause' | 'help' | 'stop';

const characters: Readonly<Record<string, Press>> = {
	j: 'down',
	k: 'up',
	g: 'top',
	G: 'bottom',
	p: 'pause',
	'?': 'help',
	'\r': 'enter',
	'\n': 'enter',
	'\x03': 'stop',
};

type Held = Pick<
	InkKey,
	'ctrl' | 'escape' | 'meta' | 'return' | 'upArrow' | 'downArrow' | 'pageUp' | 'pageDown' | 'home' | 'end'
>;

/** What was pressed: keys that came together are one input of Ink, and an Esc right before another key looks like Alt. */
export function pressesOf(input: string, key: Held): readonly Press[] {
	if (key.ctrl) return input === 'c' ? ['stop'] : [];
	if (key.upArrow) return ['up'];
	if (key.downArrow) return ['down'];
	if (key.pageUp) return ['page-up'];
	if (key.pageDown) return ['page-down'];
	if (key.home) return ['top'];
	if (key.end) return ['bottom'];
	if (key.return) return ['enter'];
	const typed = [...input].flatMap(character => characters[character] ?? []);
	return key.escape || key.meta ? ['escape', ...typed] : typed;
}

/** What a press has to know of the screen. */
export type Around = {
	/** The hosts that can be chosen, in their order, and the one whose log is wanted most. */
	readonly hosts: readonly string[];
	readonly first: string | undefined;
	readonly scroll: (view: View, move: LogMove) => number | undefined;
};

function choose({host}: View, step: 1 | -1, {hosts, first}: Around): string | undefined {
	if (host === undefined || !hosts.includes(host)) return first;
	return hosts[(hosts.indexOf(host) + step + hosts.length) % hosts.length];
}

const withHost = (view: View, host: string | undefined): View => (host === undefined ? view : {...view, host});

function without(view: View, key: 'top'): View {
	const {[key]: _, ...rest} = view;
	return rest;
}

function onLog(view: View, press: Press, around: Around): View {
	switch (press) {
		case 'escape':
			return {...without(view, 'top'), page: 'tree'};
		case 'enter':
		case 'help':
		case 'pause':
			return view;
		default: {
			const top = around.scroll(view, press as LogMove);
			return top === undefined ? without(view, 'top') : {...view, top};
		}
	}
}

function onTree(view: View, press: Press, around: Around): View {
	switch (press) {
		case 'up':
			return withHost(view, choose(view, -1, around));
		case 'down':
			return withHost(view, choose(view, 1, around));
		case 'enter': {
			const host = view.host !== undefined && around.hosts.includes(view.host) ? view.host : around.first;
			return host === undefined ? view : {...view, host, page: 'log'};
		}
		case 'escape': {
			const {host: _, ...rest} = view;
			return rest;
		}
		case 'pause':
			return {...view, paused: !view.paused};
		case 'help':
			return {...view, page: 'help'};
		default:
			return view;
	}
}

/** The view after a press. While a failure waits for a choice, the menu has the keys and only a stop is ours. */
export function press(view: View, pressed: Press, around: Around): View {
	if (pressed === 'stop') return {...view, stops: view.stops + 1};
	if (view.page === 'log') return onLog(view, pressed, around);
	if (view.asking) return view;
	if (view.page === 'help') return pressed === 'pause' ? {...view, paused: !view.paused} : {...view, page: 'tree'};
	return onTree(view, pressed, around);
}
