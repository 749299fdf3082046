import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';

/** What keys send. */
export const keys = {
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	home: '\x1b[H',
	end: '\x1b[F',
	pageUp: '\x1b[5~',
	pageDown: '\x1b[6~',
	enter: '\r',
	tab: '\t',
	backTab: '\x1b[Z',
	escape: '\x1b',
	backspace: '\x7f',
	ctrl: (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 96),
	paste: (text: string) => `\x1b[200~${text}\x1b[201~`,
};

export type App = {
	readonly frame: () => string;
	/** Sends each chunk as a read of its own, and waits until the screen has taken it in. */
	readonly press: (...chunks: readonly string[]) => Promise<void>;
	readonly settle: () => Promise<void>;
	readonly unmount: () => void;
};

const round = () => new Promise<void>(fulfil => setTimeout(() => setImmediate(fulfil), 0));

/** Renders for a test. The screen has settled once several rounds of the event loop brought no frame. */
export function show(element: ReactElement): App {
	const app = render(element);
	const settle = async () => {
		let [quiet, frames] = [0, app.frames.length];
		while (quiet < 4) {
			await round();
			quiet = frames === app.frames.length ? quiet + 1 : 0;
			frames = app.frames.length;
		}
	};
	return {
		frame: () => app.lastFrame() ?? '',
		async press(...chunks) {
			await settle();
			for (const chunk of chunks) {
				app.stdin.write(chunk);
				await settle();
			}
		},
		settle,
		unmount: app.unmount,
	};
}
