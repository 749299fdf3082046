import {sh} from '../../core/command.ts';
import {CancelledError, StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {newestLines} from '../newest-lines.ts';
import {until} from '../until.ts';
import {died, type Service} from './service-failure.ts';
import {type Boot, type Life, lifeOf, look, type Question, type ServiceState} from './service-state.ts';

/** So many lines of a service's journal are looked at for why it ended. */
const mostLines = 400;

/** What was seen of a service when it answered. */
export type Seen = {readonly life: Life; readonly boot: Boot};

/**
 * Whether the service has come up again by itself with its host, which was restarted during the run; false if the host was not.
 * @throws StepError if it does not answer there within the time of a start
 */
async function cameBack(context: Context, service: Service & Question, {boot}: Seen): Promise<boolean> {
	const {unit, answers, startSeconds} = service;
	// The step has ended: nothing is said of it but a failure.
	const quiet = {...context, waiting: () => {}};
	const isOther = (now: ServiceState) => now.boot === boot || now.trouble !== undefined || Number(now.life.restarts) > 0;
	const ask = () => look(context, service);
	const now = await until(quiet, startSeconds, answers.what, ask, one => isOther(one) || one.answers, 1000);
	if (isOther(now)) return false;
	if (now.answers) return true;
	if (context.signal.aborted) throw new CancelledError(`stopped while waiting for ${answers.what}`);
	throw new StepError(
		`${context.host.name} was restarted during the run, and ${unit} does not answer there after ${startSeconds} s: waited for ${answers.what}`,
		{hint: `See what it says: journalctl -b -u ${unit} -n 50, on ${context.host.name}. Then run the same command again.`},
	);
}

/**
 * Looks whether the process that answered still is the one that runs, or has come up again with its host.
 * @throws StepError with what the journal says of its end
 */
export async function stillRuns(context: Context, service: Service & Question, seen: Seen): Promise<void> {
	const {host, exec} = context;
	const {unit} = service;
	const now = await lifeOf(context, unit);
	if (now.running && now.pid === seen.life.pid && now.restarts === seen.life.restarts) return;
	if (await cameBack(context, service, seen)) return;
	const journal = sh`journalctl -q -o cat --no-pager -u ${unit} -n ${mostLines}`;
	const {stdout} = await exec(journal);
	const lines = newestLines(stdout);
	const end = lines.findLastIndex(line => /Main process exited/.test(line));
	if (end >= 0 || !now.running) throw died(context, service, lines.slice(0, end < 0 ? undefined : end + 1), now.running);
	throw new StepError(`${unit} on ${host.name} was restarted during the run, and not by it`, {
		command: journal.text,
		tail: lines.slice(-20),
		hint: 'See what restarts it (package updates, another tool, a colleague), then run the same command again.',
	});
}
