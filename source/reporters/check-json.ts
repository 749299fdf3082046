import {type CheckSheet, countsOf} from '../core/check-sheet.ts';
import {safeJson} from './json.ts';

/** Version of the document: raised when a reader of it would break. */
const format = 1;

/** A sheet for a program: one JSON document. Later versions may add keys. */
export function checkJson(sheet: CheckSheet): string {
	const {version, cluster, hosts, checks, cell} = sheet;
	const counts = countsOf(sheet);
	const results = checks.flatMap(({id}) =>
		hosts.flatMap(({name}) => {
			const found = cell(id, name);
			if (found === undefined) return [];
			const findings = found.findings.map(({host: _, check: __, ...rest}) => rest);
			return [{check: id, host: name, state: found.state, findings}];
		}),
	);
	const outcome = counts.failed > 0 ? 'failed' : 'succeeded';
	return `${safeJson({format, version, cluster, outcome, counts, hosts, checks, results}, '\t')}\n`;
}
