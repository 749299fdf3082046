import type {RunState} from '../core/state/run-state.ts';
import {cleanLine} from '../core/text.ts';
import {endingLine, whatNext} from '../core/view/ending.ts';
import {todoHeading, unprovenHeading} from '../core/view/words.ts';
import {failuresText} from './failure-text.ts';
import type {Look} from './look.ts';
import {recapText} from './recap-text.ts';

const listText = (heading: string, said: readonly string[], look: Look): readonly string[] =>
	said.length === 0 ? [] : [look.bold(heading), ...said.flatMap(one => look.prose(cleanLine(one), '  ')), ''];

/** The end of a run: what failed, the recap, and in one line how it went. */
export function endingText(state: RunState, look: Look): readonly string[] {
	const {mode, status} = state;
	const good = status === 'succeeded';
	const line = endingLine(state);
	const next = whatNext(state);
	const hosts = Object.keys(state.recap.hosts).length > 0;
	return [
		...failuresText(state, look),
		'',
		...listText(unprovenHeading, state.unproven, look),
		...listText(todoHeading, state.todos, look),
		...(hosts && (mode === 'apply' || !good) ? [...recapText(state.recap, look), ''] : []),
		look.bold(good ? look.good(line) : look.bad(line)),
		...(next === '' ? [] : [next]),
	];
}
