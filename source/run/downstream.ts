import type {Cluster} from '../cluster/cluster.ts';
import type {Role} from '../cluster/roles.ts';
import {isPrompt} from '../cluster/secret-refs.ts';
import {secretsOf} from '../cluster/secrets.ts';
import {quote} from '../core/command.ts';
import type {EventBody, RunEvent} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import {names} from '../core/view/words.ts';
import {stageIds} from '../kafka/plan.ts';
import {type Execution, execute, type Finished} from './execute.ts';
import {installation} from './operation.ts';

/** What a look at later stages found. */
type Seen = Extract<EventBody, {type: 'step-finished'}>;

/** Hosts of which the same is to be said share a line. */
function lines(stage: string, said: ReadonlyMap<string, string>): readonly string[] {
	const hosts = new Map<string, string[]>();
	for (const [host, text] of said) hosts.set(text, [...(hosts.get(text) ?? []), host]);
	return [...hosts].map(([text, on]) => `  ${stage}: ${names(on)}: ${text}`);
}

/** What is to be done on each host of a stage, or why that is not known. */
function saidOf(stage: string, seen: readonly Seen[]): ReadonlyMap<string, string> {
	const texts = new Map<string, Set<string>>();
	for (const {ref, outcome, changes, failure} of seen) {
		if (ref.stage !== stage || outcome === 'ok' || outcome === 'skipped') continue;
		const of = texts.get(ref.host) ?? new Set();
		texts.set(ref.host, of);
		if (outcome === 'changed') for (const {what} of changes) of.add(cleanLine(what));
		else of.add(`not checked: ${cleanLine(failure?.message ?? outcome)}`);
	}
	return new Map([...texts].map(([host, of]) => [host, [...of].join(', ')]));
}

/** The text for the operator: per stage and host what has to be done, and the commands that do it. */
export function downstreamText(stage: string, file: string, seen: readonly Seen[]): string {
	const found = stageIds.flatMap(id => lines(id, saidOf(id, seen)));
	const differing = stageIds.filter(id => seen.some(({ref, outcome}) => ref.stage === id && outcome === 'changed'));
	const path = quote(file);
	if (found.length === 0) return `No changes needed after stage ${stage}.`;
	if (differing.length === 0) return [`After stage ${stage}:`, ...found, `See it with: kafka-setup plan ${path}`].join('\n');
	return [
		`Pending changes after stage ${stage}:`,
		...found,
		...differing.map((id, index) => `${index === 0 ? 'In this order:' : '              '} kafka-setup stage ${id} ${path}`),
		`Or all at once: kafka-setup stage ${stage} ${path} --downstream`,
	].join('\n');
}

/** What follows the roles: nothing that a stage could put out of date. */
const afterAll: readonly string[] = ['record', 'smoke-test'];

/** Whether a source's password would have to be asked for: nobody is asked anything for a mere look. */
const asks = (cluster: Cluster) => secretsOf(cluster).some(({usedBy, ref}) => usedBy === 'connect' && isPrompt(ref));

/**
 * After one stage alone has changed something: looks at what the stages after it would change now, and says so. Changes
 * nothing; what goes wrong with it is told, and is no failure of the stage.
 */
export async function downstream(
	execution: Omit<Execution, 'mode' | 'emit' | 'hooks'>,
	{outcome, recap}: Finished,
	file: string,
): Promise<string | undefined> {
	const {operation, cluster} = execution;
	const {stage} = operation.selection;
	if (stage === undefined || outcome !== 'succeeded' || recap.total.changed === 0 || execution.stop.aborted) return undefined;
	const later = stageIds
		.slice(stageIds.indexOf(stage) + 1)
		.filter(id => cluster.roles[id as Role]?.length !== 0 && !afterAll.includes(id));
	const blind = later.includes('connect') && asks(cluster);
	const [next] = blind ? later.filter(id => id !== 'connect') : later;
	const unseen = `connect was not checked, as it asks for a password: kafka-setup plan ${quote(file)}`;
	if (next === undefined) return blind ? unseen : undefined;
	const seen: Seen[] = [];
	const emit = (event: RunEvent) => {
		if (event.type === 'step-finished') seen.push(event);
	};
	try {
		const {error} = await execute({
			...execution,
			mode: 'check',
			operation: installation({from: next, until: blind ? 'connect' : afterAll[0]}),
			emit,
		});
		if (error !== undefined) throw error;
		return [downstreamText(stage, file, seen), ...(blind ? [unseen] : [])].join('\n');
	} catch (error) {
		const why = (error as Error).message;
		return `The stages after ${stage} could not be checked: ${why}\nSee it with: kafka-setup plan ${quote(file)}`;
	}
}
