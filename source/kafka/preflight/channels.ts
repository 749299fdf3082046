import {DialError} from '../../core/errors.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';

/** A port at which nothing listens: only how the host opens a channel to it is of interest. */
const nowhere = 1;

/** Says how Kafka is asked through a host whose sshd does not forward; nothing is wrong with it. */
export const channels = (): HostCheck =>
	hostCheck('channels', async ({dial, host}) => {
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
		const wanted = 'sshd forwards ports';
		const fix = 'If that is not wanted by a policy of yours: AllowTcpForwarding yes in /etc/ssh/sshd_config.';
		if (noWay) {
			const what = `sshd of ${host.name} opens no channels: Kafka's tools are run there in place of asking Kafka itself`;
			return [{state: 'warning', found: 'no channels', wanted, what, fix}];
		}
		if (!bySession) return ok(wanted, wanted);
		const what = `sshd of ${host.name} forwards no ports: Kafka is asked through a second session there`;
		return [{state: 'warning', found: 'a second session does it', wanted, what, fix}];
	});
