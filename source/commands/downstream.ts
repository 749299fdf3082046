import type {EventBody, RunEvent} from '../core/events.ts';
import {cleanLine} from '../core/text.ts';
import type {Cluster} from '../kafka/cluster.ts';
import {stageIds} from '../kafka/plan.ts';
import {names} from '../reporters/words.ts';
import {type Execution, execute, type Finished} from './execute.ts';

/** What a look at later stages found, in plan order. */
type Seen = Extract<EventBody, {type: 'step-finished'}>;

/** The text for the operator: per stage, the hosts of which the same is to be said, and what is to be done there. */
export function downstreamText(stage: string, file: string, seen: readonly Seen[]): string {
	const hosts = new Map<string, string[]>();
	const stages = stageIds.filter(id => seen.some(({ref, outcome}) => ref.stage === id && outcome === 'changed'));
	const blocks = stages.flatMap(id => {
		const byText = new Map<string, string[]>();
		const mine = seen.filter(({ref}) => ref.stage === id);
		for (const host of new Set(mine.map(({ref}) => ref.host))) {
			const changes = mine.filter(({ref}) => ref.host === host).flatMap(one => (one.outcome === 'changed' ? one.changes : []));
			if (changes.length === 0) continue;
			const text = [...new Set(changes.map(({what}) => cleanLine(what)))].join(', ');
			byText.set(text, [...(byText.get(text) ?? []), host]);
		}
		return [...byText].map(([text, on]) => `  ${id}: ${names(on)}: ${text}`);
	});
	for (const {ref, outcome, failure} of seen) {
		if (outcome === 'ok' || outcome === 'changed' || outcome === 'skipped') continue;
		const said = `  ${ref.stage}: not looked at: ${cleanLine(failure?.message ?? outcome)}`;
		hosts.set(said, [...(hosts.get(said) ?? []), ref.host]);
	}
	const failures = [...hosts].map(([said, on]) => `${said} (${names([...new Set(on)])})`);
	if (stages.length === 0 && failures.length === 0) return `Downstream of ${stage} nothing has to change.`;
	return [
		`Downstream of ${stage}, this is to change or restart now:`,
		...blocks,
		...failures,
		...stages.map((id, index) => `${index === 0 ? 'In this order:' : '              '} kafka-setup stage ${id} ${file}`),
		`Or all of it: kafka-setup stage ${stage} ${file} --downstream`,
	].join('\n');
}

/** The sources' passwords that would have to be asked for: nobody is asked anything for a mere look. */
const asks = ({connect}: Cluster) => connect.sources.some(({password}) => password?.startsWith('prompt:'));

/**
 * After one stage alone has changed something: looks at what the stages after it would change now, and says so. Changes
 * nothing; what goes wrong with it is told, and is no failure of the stage.
 */
export async function downstream(
	execution: Omit<Execution, 'mode' | 'emit' | 'paused' | 'afterFailure'>,
	{outcome, recap}: Finished,
	file: string,
): Promise<string | undefined> {
	const {selection, cluster} = execution;
	const {stage} = selection;
	const next = stage === undefined ? undefined : stageIds[stageIds.indexOf(stage) + 1];
	if (stage === undefined || next === undefined || next === 'smoke-test') return undefined;
	if (outcome !== 'succeeded' || recap.total.changed === 0 || execution.stop.aborted) return undefined;
	const blind = asks(cluster);
	if (blind && next === 'connect') return `See what it means for connect: kafka-setup plan ${file}`;
	const seen: Seen[] = [];
	const emit = (event: RunEvent) => {
		if (event.type === 'step-finished') seen.push(event);
	};
	try {
		const {error} = await execute({
			...execution,
			mode: 'check',
			selection: {from: next, until: blind ? 'connect' : 'smoke-test'},
			emit,
		});
		if (error !== undefined) throw error;
		const more = blind ? `\nconnect was not looked at, for it asks for a password: kafka-setup plan ${file}` : '';
		return downstreamText(stage, file, seen) + more;
	} catch (error) {
		return `What lies downstream of ${stage} could not be looked at: ${(error as Error).message}\nSee it with: kafka-setup plan ${file}`;
	}
}
