import type {HostState, StageState, StepState} from '../core/state/run-state.ts';
import {cleanLine} from '../core/text.ts';
import {count, names} from '../core/view/words.ts';
import {changeText} from './change-text.ts';
import type {Look} from './look.ts';

type Group = {readonly step: StepState; readonly hosts: string[]};

const indent = '      ';

/** Hosts of which a step says the same are named together; steps keep their order. */
function grouped(hosts: readonly HostState[]): readonly Group[] {
	const ids = new Set(hosts.flatMap(host => host.steps.map(step => step.id)));
	return [...ids].flatMap(id => {
		const groups = new Map<string, Group>();
		for (const host of hosts) {
			const step = host.steps.find(one => one.id === id);
			if (step === undefined) continue;
			const key = JSON.stringify([step.title, step.status, step.changes, step.notes, step.failure]);
			const group = groups.get(key);
			if (group === undefined) groups.set(key, {step, hosts: [host.name]});
			else group.hosts.push(host.name);
		}
		return [...groups.values()];
	});
}

function groupText({step, hosts}: Group, look: Look): readonly string[] {
	const notes = step.notes.flatMap(note => look.prose(`note: ${note}`, indent));
	const head = `${names(hosts)}  ${cleanLine(step.title)}`;
	if (step.failure !== undefined) {
		const line = `  ${look.bad(look.symbols.bad)} ${head}  ${look.bad(step.status)}`;
		return [line, ...look.prose(step.failure.message, indent), ...notes];
	}
	if (step.changes.length > 0) {
		const changes = step.changes.flatMap(change => changeText(change, look, indent, true));
		return [`  ${look.changed(look.symbols.change)} ${look.bold(head)}`, ...changes, ...notes];
	}
	return notes.length === 0 ? [] : [`  ${look.dim(look.symbols.idle)} ${head}`, ...notes];
}

/** What a stage would change, host by host, with the diff of each file. One that is as wanted takes one line. */
export function planText(stage: StageState, look: Look): readonly string[] {
	const {ok, skipped, changed, failed, unreachable} = stage.counts;
	const groups = grouped(stage.hosts).flatMap(group => groupText(group, look));
	const rest = [
		...(failed + unreachable > 0 ? [`${failed + unreachable} failed`] : []),
		...(changed > 0 ? [`${changed} to change`] : failed + unreachable === 0 ? ['nothing to change'] : []),
		...(ok > 0 ? [`${ok} unchanged`] : []),
		...(skipped > 0 ? [`${count(skipped, 'test command')} not run`] : []),
	];
	return ['', `${look.bold(cleanLine(stage.title))}  ${look.dim(rest.join(', '))}`, ...groups];
}
