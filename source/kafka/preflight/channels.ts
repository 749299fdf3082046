import {DialError} from '../../core/errors.ts';
import type {Step} from '../../core/plan.ts';

/** A port at which nothing listens: only how the host opens a channel to it is of interest. */
const nowhere = 1;

/** Says how Kafka is asked through a host whose sshd does not forward; nothing is wrong with it. */
export const channels = (): Step => ({
	id: 'channels',
	title: 'Channels to ports',
	async check({dial, host, note}) {
		const {bySession, noWay} = await dial('127.0.0.1', nowhere).then(
			({channel, bySession}) => {
				channel.destroy();
				return {bySession, noWay: false};
			},
			(error: unknown) => {
				if (error instanceof DialError) return error;
				throw error;
			},
		);
		if (noWay) note(`sshd of ${host.name} opens no channels: Kafka's tools are run there in place of asking Kafka itself`);
		else if (bySession) note(`sshd of ${host.name} forwards no ports: Kafka is asked through a second session there`);
		return [];
	},
});
