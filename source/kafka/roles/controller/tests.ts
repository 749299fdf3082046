import type {Cluster} from '../../../cluster/cluster.ts';
import {StepError} from '../../../core/errors.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context, Step} from '../../../core/plan.ts';
import {names} from '../../../core/view/words.ts';
import {must} from '../../../host/shell.ts';
import {until} from '../../../host/until.ts';
import {toolRun} from '../../client.ts';
import {unitOf} from '../../distribution.ts';
import type {KnownCluster} from '../../settled/record-steps.ts';
import {inForm} from '../../wire/in-form.ts';
import type {QuorumState} from '../../wire/quorum.ts';
import {caughtUp} from './gate.ts';
import {describeQuorum, parseReplication, quorumState} from './state.ts';

/** The state in lines, as the tool has its columns. */
const linesOf = (state: QuorumState | undefined): readonly string[] =>
	state === undefined
		? ['no active controller']
		: [
				...state.voters.map(({id, endOffset}) => `voter ${id}  end offset ${endOffset}${id === state.leader ? '  active' : ''}`),
				...state.observers.map(({id, endOffset}) => `observer ${id}  end offset ${endOffset}`),
			];

/** How long a voter that has just started may take until it has caught up, in seconds. */
const patienceSeconds = 30;

/** The controllers together: one is active, and every voter is one that was recorded, and has caught up. */
function voters(cluster: Cluster, known: Pick<KnownCluster, 'quorum'>): Step {
	const members = cluster.roles.controller;
	return {
		id: 'voters',
		title: 'Every controller votes and has caught up',
		async apply(context) {
			const address = `${context.host.name}:${cluster.controller.port}`;
			const command = describeQuorum(address, '--replication');
			const ask = async (): Promise<QuorumState | undefined> =>
				inForm(context, async form =>
					form === 'wire'
						? context.ask('the active controller for all of them', command, () => quorumState(context, cluster), linesOf)
						: parseReplication((await must(context, toolRun(command), {show: command.text})).stdout),
				);
			const behind = (state: QuorumState | undefined) => {
				const well = state === undefined ? [] : caughtUp(cluster, known, state);
				return members.filter(name => !well.includes(name));
			};
			const isWell = (state: QuorumState | undefined) => behind(state).length === 0 && state?.voters.length === members.length;
			const state = await until(context, patienceSeconds, 'every controller to catch up', ask, isWell);
			if (state === undefined) {
				throw new StepError('there is no active controller', {
					command: command.text,
					hint: `See why none is elected: journalctl -u ${unitOf(cluster, 'controller')} -n 50 on each of them.`,
				});
			}
			if (!isWell(state)) throw unwell(cluster, state, behind(state), command.text);
			report(context, cluster, state);
		},
	};
}

function unwell(cluster: Cluster, state: QuorumState, behind: readonly string[], command: string): StepError {
	const what =
		behind.length > 0
			? `the controller on ${names(behind)} is not a voter that has caught up`
			: `there are ${state.voters.length} voters, more than the cluster file has controllers`;
	return new StepError(what, {
		command,
		tail: [...linesOf(state)],
		hint: `An open port proves nothing: see journalctl -u ${unitOf(cluster, 'controller')} -n 50 on that host.`,
	});
}

function report(context: Context, cluster: Cluster, state: QuorumState): void {
	const {roles, controller} = cluster;
	for (const name of roles.controller) {
		context.report({kind: 'member', host: name, part: controller.ids[name] === state.leader ? 'leader' : 'follower'});
	}
	const active = roles.controller.find(name => controller.ids[name] === state.leader);
	context.note(`${active ?? `node ${state.leader}`}: active controller`);
}

/** What the controllers are tested by, once all are there. */
export function quorumTests(
	cluster: Cluster,
	hosts: readonly Host[],
	known: Pick<KnownCluster, 'quorum'>,
): (host: Host) => readonly Step[] {
	const all = voters(cluster, known);
	return host => (host === hosts[0] ? [all] : []);
}
