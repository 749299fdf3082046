import {elapsed} from '../../core/view/words.ts';
import {cutLine, type Line, lineWidth, span} from './line.ts';
import type {Scene} from './scene.ts';

const isBusy = ({run}: Scene): boolean =>
	run.stages.some(({hosts}) => hosts.some(({steps}) => steps.some(({status}) => status === 'running')));

/** What the operator asked of the run and how far that is, or what they may ask; the long form and a short one. */
function request(scene: Scene): readonly [string, string] {
	const {stops, paused} = scene.view;
	if (stops > 1) return ['stopping now', 'stopping'];
	if (stops === 1) return ['stopping after the running steps · Ctrl+C again: now', 'stopping · Ctrl+C: now'];
	if (paused && isBusy(scene)) return ['pausing after the running steps · p continues', 'pausing · p continues'];
	if (paused) return ['paused · p continues', 'paused · p continues'];
	return ['? keys · Ctrl+C stops after the running steps', '? keys · Ctrl+C stops'];
}

/** `31 of 58 steps · 14 changed · 2m 04s · ? keys · Ctrl+C stops after the running steps`, or as much of it as fits. */
export function footer(scene: Scene): Line {
	const {run, view, now, columns, look} = scene;
	const {done, steps, recap, startedAt} = run;
	const dot = ` ${look.symbols.dot} `;
	const time = elapsed(now - (startedAt ?? now));
	const changed = recap.total.changed > 0 ? [`${recap.total.changed} changed`] : [];
	const [long, short] = request(scene).map(text => text.replaceAll(' · ', dot)) as [string, string];
	const asked = view.stops > 0 || view.paused;
	const variants = [
		[`${done} of ${steps} steps`, ...changed, time, long],
		[`${done} of ${steps} steps`, ...changed, time, short],
		[`${done}/${steps}`, ...changed, time, short],
		[`${done}/${steps}`, time, short],
	].map(parts => {
		const facts = span(parts.slice(0, -1).join(dot) + dot, 'dim');
		return [facts, span(parts.at(-1)!, asked ? 'bold' : 'dim')];
	});
	const width = columns - 1;
	return variants.find(line => lineWidth(line) <= width) ?? cutLine(variants.at(-1)!, width, look.symbols.more);
}
