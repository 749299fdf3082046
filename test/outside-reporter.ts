import {writeFileSync} from 'node:fs';
import type {SerializedError} from 'vitest';
import type {Reporter} from 'vitest/node';

/**
 * Keeps the errors that no test was blamed for, such as a promise that nobody waited for: vitest fails the run by them, but
 * its JSON report has none. `test/count.js` names them at the end.
 */
export default class OutsideReporter implements Reporter {
	onTestRunEnd(_: unknown, errors: readonly SerializedError[]): void {
		const folder = process.env.TEST_RESULTS;
		if (folder === undefined || errors.length === 0) return;
		const lines = errors.map(({name, message, stack, VITEST_TEST_NAME: after = 'no test', VITEST_TEST_PATH: file = ''}) =>
			JSON.stringify(`${file} (${after}): ${name}: ${message} ${stack?.split('\n').slice(1, 4).join(' ')}`),
		);
		writeFileSync(`${folder}/${process.pid}.errors`, lines.join('\n'));
	}
}
