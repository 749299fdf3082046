import {sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {died, type Service} from './service-failure.ts';
import {type Life, lifeOf} from './service-state.ts';

/** So many lines of a service's journal are looked at for why it ended. */
const mostLines = 400;

/**
 * Looks whether the process that answered still is the one that runs.
 * @throws StepError with what the journal says of its end
 */
export async function stillRuns(context: Context, service: Service, life: Life): Promise<void> {
	const {host, exec} = context;
	const {unit} = service;
	const now = await lifeOf(context, unit);
	if (now.running && now.pid === life.pid && now.restarts === life.restarts) return;
	const journal = sh`journalctl -q -o cat --no-pager -u ${unit} -n ${mostLines}`;
	const {stdout} = await exec(journal);
	const lines = stdout.split('\n').filter(line => line.trim() !== '');
	const end = lines.findLastIndex(line => /Main process exited/.test(line));
	if (end >= 0 || !now.running) throw died(context, service, lines.slice(0, end < 0 ? undefined : end + 1), now.running);
	throw new StepError(`${unit} on ${host.name} was restarted during the run, and not by it`, {
		command: journal.text,
		tail: lines.slice(-20),
		hint: 'See what restarts it (package updates, another tool, a colleague), then run the same command again.',
	});
}
