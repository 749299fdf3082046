import type {Duplex} from 'node:stream';

/** Seconds between questions to the host when all is quiet. */
export const pingSeconds = 5;
/** Seconds without a single byte after which a link is dead: three questions went unanswered. */
export const silenceSeconds = 18;

/**
 * Calls back once when nothing at all came from `socket` for so long that three pings went unanswered. Any byte counts
 * as life: on a slow link that is busy with an upload the answer to a ping waits behind it for long, but the host
 * says all the time how much it has taken. Seconds are counted, not read from a clock: a laptop that slept gets its
 * seconds after it woke up.
 */
export function watchSilence(socket: Duplex, onSilence: () => void): () => void {
	let quiet = 0;
	const heard = () => {
		quiet = 0;
	};
	socket.on('data', heard);
	const timer = setInterval(() => {
		if (++quiet < silenceSeconds) return;
		stop();
		onSilence();
	}, 1000);
	timer.unref();
	function stop() {
		clearInterval(timer);
		socket.off('data', heard);
	}
	return stop;
}
