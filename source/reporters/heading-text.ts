import type {RunState} from '../core/state/run-state.ts';
import {cleanLine} from '../core/text.ts';
import {operationWords} from '../core/view/operation-words.ts';
import {count, names} from '../core/view/words.ts';
import type {Look} from './look.ts';

/** The first lines of a run. A plan says at once that it only looks. */
export function headingText({mode, operation, cluster, version, stages, recap}: RunState, look: Look): readonly string[] {
	const hosts = count(Object.keys(recap.hosts).length, 'host');
	const name = cleanLine(cluster);
	const made = look.dim(`kafka-setup ${version}`);
	const {verb, plan, dryRun} = operationWords[operation];
	if (mode === 'check') return [`${made}  ${look.bold(`${plan} ${name}`)}, ${hosts}`, `Dry run: ${dryRun}.`];
	if (mode === 'test') return [`${made}  ${look.bold(`Test of ${name}`)}, ${hosts}`];
	return [`${made}  ${look.bold(`${verb} ${name}`)}, ${hosts}, ${count(stages.length, 'stage')}`];
}

/** The heading of a stage, with its hosts. */
export function stageHeading({stages}: RunState, id: string, look: Look): readonly string[] {
	const index = stages.findIndex(stage => stage.id === id);
	const stage = stages[index];
	if (stage === undefined) return ['', look.bold(id)];
	const hosts = names(stage.hosts.map(host => host.name));
	return ['', `${look.bold(`[${index + 1}/${stages.length}] ${cleanLine(stage.title)}`)}  ${look.dim(hosts)}`];
}
