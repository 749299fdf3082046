import type {Connection} from '../../source/core/connection.ts';
import type {EventBody, Mode} from '../../source/core/events.ts';
import type {Facts} from '../../source/core/facts.ts';
import type {Host} from '../../source/core/inventory.ts';
import type {Context, Stage, Step} from '../../source/core/plan.ts';
import {type RunHooks, type RunOptions, run} from '../../source/core/runner.ts';
import type {Session} from '../../source/core/session.ts';
import {noDial} from './fake-connection.ts';

export const hosts: Host[] = ['a', 'b', 'c'].map(name => ({name}));
const facts = {} as Facts;

const unscripted: Connection['exec'] = async ({text}) => {
	throw new Error(`unscripted: ${text}`);
};

function sessions(exec: Connection['exec']): Map<string, Session> {
	return new Map(hosts.map(host => [host.name, {host, facts, connection: {exec, dial: noDial, close: async () => {}}}]));
}

/** Hosts as sets of what was done to them. */
export type World = Map<string, Set<string>>;
export const bare = (): World => new Map(hosts.map(host => [host.name, new Set()]));
export const of = (world: World, context: Context) => world.get(context.host.name)!;

export const want = (world: World, id: string, apply?: (context: Context) => void | Promise<void>): Step => ({
	id,
	title: id,
	check: async context => (of(world, context).has(id) ? [] : [{what: `do ${id}`}]),
	async apply(context) {
		await apply?.(context);
		of(world, context).add(id);
	},
});

export const stageOf = (id: string, steps: readonly Step[], on = hosts): Stage => ({
	id,
	title: id,
	hosts: on,
	begin: () => () => steps,
});

export async function go(
	stages: readonly Stage[],
	mode: Mode = 'apply',
	{
		exec = unscripted,
		...extra
	}: Partial<Pick<RunOptions, 'signal' | 'reconnect'>> & RunHooks & {readonly exec?: Connection['exec']} = {},
) {
	const events: EventBody[] = [];
	const result = await run({
		plan: {cluster: 'test', stages},
		mode,
		sessions: sessions(exec),
		reconnect: async () => Promise.reject(new Error('no reconnect expected')),
		emit: event => events.push(event),
		signal: new AbortController().signal,
		...extra,
	});
	const finished = events.flatMap(event => (event.type === 'step-finished' ? [event] : []));
	const lines = finished.map(({ref, outcome}) => `${ref.stage}/${ref.host}/${ref.step} ${outcome}`);
	return {...result, events, finished, lines};
}
