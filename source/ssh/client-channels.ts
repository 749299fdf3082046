import type {Client, ClientCallback, ClientChannel} from 'ssh2';
import {type Link, LinkEndedError} from './link.ts';

/** A channel that breaks ends for whoever reads it; nobody else has to listen for that. From its first moment: a host may break it at once. */
function deafened(channel: ClientChannel): ClientChannel {
	channel.on('error', () => {});
	channel.stderr?.on('error', () => {});
	return channel;
}

/** Opens channels with ssh2. */
export function clientChannels(client: Client): Pick<Link, 'run' | 'forward'> {
	const waiting = new Set<(error: Error) => void>();
	client.once('close', () => {
		for (const reject of waiting) reject(new LinkEndedError());
	});
	const open = (start: (callback: ClientCallback) => void): Promise<ClientChannel> =>
		new Promise<ClientChannel>((resolve, reject) => {
			waiting.add(reject);
			const done = (settle: () => void) => {
				waiting.delete(reject);
				settle();
			};
			try {
				start((error, channel) => done(() => (error ? reject(error) : resolve(deafened(channel)))));
			} catch {
				// It throws where it is not connected any more.
				done(() => reject(new LinkEndedError()));
			}
		});
	return {
		run: command => open(callback => client.exec(command, callback)),
		forward: (host, port) => open(callback => client.forwardOut('127.0.0.1', 0, host, port, callback)),
	};
}
