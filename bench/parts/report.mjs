// The tables of bench/run, from the records in a folder. Ratios are of medians.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {longestSteps, runTimes} from './events.mjs';

const [folder] = process.argv.slice(2);
const rowsOf = name => {
	const path = join(folder, name);
	if (!existsSync(path)) return [];
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map(line => line.split('\t'));
};
const seconds = ms => `${(ms / 1000).toFixed(2)} s`;

function summary(what, who) {
	const times = rowsOf('results.tsv')
		.filter(row => row[0] === what && row[1] === who)
		.map(row => Number(row[2]))
		.sort((a, b) => a - b);
	if (times.length === 0) return undefined;
	const middle = times.length >> 1;
	const median = times.length % 2 === 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
	return {count: times.length, min: times[0], median, max: times.at(-1)};
}

function table(head, rows) {
	const all = [head, ...rows].map(row => row.map(String));
	const widths = head.map((_, column) => Math.max(...all.map(row => row[column].length)));
	// Names to the left, figures to the right.
	const line = row => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ');
	return `${all.map(row => line(row).trimEnd()).join('\n')}\n`;
}

function compare(what, name, baseName, target) {
	const [ours, theirs] = [summary(what, 'kafka-setup'), summary(what, 'script')];
	const row = (title, one, ...rest) => [title, one.count, seconds(one.min), seconds(one.median), seconds(one.max), ...rest];
	if (ours === undefined || theirs === undefined) return [];
	const ratio = ours.median / theirs.median;
	return [
		row(name, ours, ratio.toFixed(2), `<= ${target.toFixed(2)}`, ratio <= target ? 'met' : 'MISSED'),
		row(baseName, theirs, '', '', ''),
	];
}

function delayed() {
	const [direct, through] = [summary('plan', 'kafka-setup'), summary('delay', 'kafka-setup')];
	if (direct === undefined || through === undefined) return [];
	const more = through.median - direct.median;
	const {count, min, median, max} = through;
	const met = more <= 1500 ? 'met' : 'MISSED';
	return [
		['plan, 100 ms more round trip', count, seconds(min), seconds(median), seconds(max), `+${seconds(more)}`, '<= 1.50 s', met],
	];
}

console.log();
console.log(
	table(
		['', 'runs', 'min', 'median', 'max', 'ratio', 'target', ''],
		[
			...compare('install', 'first install: kafka-setup', '               script', 1.05),
			...compare('plan', 'installed: kafka-setup plan', '           script, no change', 2),
			...delayed(),
		],
	),
);

const logins = rowsOf('logins.tsv');
for (const what of ['apply', 'plan']) {
	const found = [...new Set(logins.filter(row => row[0] === what).map(row => `${row[2]} and ${row[3]}`))];
	if (found.length > 0) console.log(`logins and root shells a host in one ${what}: ${found.join(', ')} (target 1 and 1)`);
}

const events = join(folder, 'apply-last.jsonl');
if (existsSync(events)) {
	const {stages, ms: all} = runTimes(events);
	const whole = Number(rowsOf('results.tsv').findLast(row => row[0] === 'install' && row[1] === 'kafka-setup')?.[2]);
	const theirs = new Map(rowsOf('stages-last.tsv').map(([stage, ms]) => [stage, Number(ms)]));
	const script = [...theirs.values()].reduce((sum, ms) => sum + ms, 0);
	const row = (name, ours, other) => [
		name,
		seconds(ours),
		...(other === undefined ? ['', ''] : [seconds(other), seconds(ours - other)]),
	];
	console.log('\nwhere the time of the last first install goes (both log in before the first stage ends)');
	console.log(
		table(
			['stage', 'kafka-setup', 'script', 'more'],
			[
				row('start and end of the process', whole - all),
				...stages.map(({stage, ms}) => row(stage, ms, theirs.get(stage))),
				row('all', whole, script || undefined),
			],
		),
	);
	console.log('its longest steps');
	console.log(
		table(
			['step', 'host', 'time'],
			longestSteps(events, 12).map(({step, host, ms}) => [step, host, seconds(ms)]),
		),
	);
}
