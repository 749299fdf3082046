import type {RunState} from '../core/state/run-state.ts';
import {cleanLine} from '../core/text.ts';
import {count, names} from '../core/view/words.ts';
import type {Look} from './look.ts';

/** The first lines of a run. A plan says at once that it only looks. */
export function headingText({mode, destroys, cluster, version, stages, steps, recap}: RunState, look: Look): readonly string[] {
	const hosts = count(Object.keys(recap.hosts).length, 'host');
	const name = cleanLine(cluster);
	const made = look.dim(`kafka-setup ${version}`);
	if (mode === 'check') {
		if (destroys) {
			return [`${made}  ${look.bold(`PLAN to destroy ${name}`)}, ${hosts}`, 'Dry run: what destroy would remove.'];
		}
		return [`${made}  ${look.bold(`PLAN for ${name}`)}, ${hosts}`, 'Dry run: what apply would change.'];
	}
	if (mode === 'test') return [`${made}  ${look.bold(`Test of ${name}`)}, ${hosts}`];
	const verb = destroys ? 'Destroy' : 'Apply';
	return [`${made}  ${look.bold(`${verb} ${name}`)}, ${hosts}, ${count(stages.length, 'stage')}, ${count(steps, 'step')}`];
}

/** The heading of a stage, with its hosts. */
export function stageHeading({stages}: RunState, id: string, look: Look): readonly string[] {
	const index = stages.findIndex(stage => stage.id === id);
	const stage = stages[index];
	if (stage === undefined) return ['', look.bold(id)];
	const hosts = names(stage.hosts.map(host => host.name));
	return ['', `${look.bold(`[${index + 1}/${stages.length}] ${cleanLine(stage.title)}`)}  ${look.dim(hosts)}`];
}
