// Sums what the parts of a test run found: node test/count.js FOLDER [EXIT CODE] names each failure, then prints
// "N passed, N failed, N skipped".
// The folder holds vitest's JSON reports (*.json), the errors outside of any test (*.errors, a JSON text a line) and, for the
// other parts, files *.part of one word: passed, failed or skipped.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const [folder, exitCode = '0'] = process.argv.slice(2);
const sum = {passed: 0, failed: 0, skipped: 0};
const names = [];

/** A file that did not load has no tests to show, and still is a failure; so is an error outside of any test. */
const countReport = report => {
	const broken = report.testResults.filter(({status, assertionResults}) => status === 'failed' && assertionResults.length === 0);
	sum.passed += report.numPassedTests;
	sum.failed += report.numFailedTests + broken.length;
	names.push(...broken.map(({name, message}) => `${name}: ${String(message).split('\n')[0]}`));
	for (const {assertionResults} of report.testResults) {
		for (const {status, fullName, failureMessages} of assertionResults) {
			if (status === 'failed') names.push(`${fullName}: ${String(failureMessages[0]).split('\n')[0]}`);
		}
	}
	sum.skipped += report.numPendingTests + report.numTodoTests;
	if (!report.success && report.numFailedTests + broken.length === 0) sum.failed += 1;
};

for (const file of readdirSync(folder)) {
	const text = readFileSync(join(folder, file), 'utf8');
	if (file.endsWith('.json')) countReport(JSON.parse(text));
	if (file.endsWith('.errors')) names.push(...text.split('\n').map(line => JSON.parse(line)));
	if (file.endsWith('.part')) sum[text.trim()] += 1;
	if (file.endsWith('.part') && text.trim() === 'failed') names.push(file);
}
// Whatever ended the run early left no report.
if (exitCode !== '0' && sum.failed === 0) sum.failed = 1;
for (const name of names) console.log(`failed: ${name}`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
