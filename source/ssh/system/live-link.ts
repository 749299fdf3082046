import type {Link} from '../link.ts';
import {silenceSeconds} from '../liveness.ts';
import type {Folder} from './folder.ts';
import type {Master} from './master.ts';
import type {Mux} from './mux.ts';
import type {SshLog} from './ssh-log.ts';

/** The link of an ssh that is logged in. It is gone with that ssh, and ends it. */
export function liveLink(name: string, parts: {master: Master; mux: Mux; folder: Folder; log: SshLog}): Link {
	const {master, mux, folder, log} = parts;
	const listeners: ((reason: string) => void)[] = [];
	let ended: string | undefined;
	let closing: Promise<void> | undefined;
	const close = () => {
		closing ??= (async () => {
			mux.close();
			await master.stop();
			await folder.remove();
		})();
		return closing;
	};
	mux.onEnd(() => {
		const silent = log.said.some(line => /^Timeout, server \S+ not responding/.test(line));
		ended = silent ? `the connection was lost (not a byte for ${silenceSeconds} s)` : 'the connection was lost';
		for (const listener of listeners) listener(ended);
		void close();
	});
	return {
		name,
		controlPath: folder.controlPath,
		run: mux.run,
		forward: mux.forward,
		onEnd(listener) {
			if (ended === undefined) listeners.push(listener);
			else listener(ended);
		},
		close,
	};
}
