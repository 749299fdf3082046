import {networkIn} from '../../core/networks.ts';
import {bindProblem} from '../bind.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';

/** The addresses on which the services of hosts listen. What is no text is left to the schema. */
export function checkBind(view: View): void {
	const taken = new Map<string, string>();
	for (let index = 0; index < view.length(['hosts']); index++) {
		const path = ['hosts', index, 'bind'];
		const text = view.text(path);
		if (text === undefined) continue;
		const problem = bindProblem(text);
		if (problem !== undefined) {
			view.report(path, `bind: ${quoted(text)} ${problem[0]}`, problem[1]);
			continue;
		}
		const name = view.text(['hosts', index, 'name']) ?? '';
		const address = networkIn(text)!;
		const other = taken.get(address);
		if (other !== undefined)
			view.report(path, `bind: ${quoted(text)} is that of ${other} already`, 'give each host an address of its own');
		taken.set(address, name);
		const property = ['zookeeper', 'extraProperties', 'clientPortAddress'];
		if (view.at(property) !== undefined && view.texts(['roles', 'zookeeper']).some(({value}) => value === name)) {
			view.report(property, '"clientPortAddress" does not go with "bind" of a host', 'leave it out: it follows from bind', 'key');
		}
	}
}
