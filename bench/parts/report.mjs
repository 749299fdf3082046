// The tables of bench/run, from the records in a folder. Ratios are of medians.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {longestSteps, runTimes} from './events.mjs';
import {proofs} from './proofs.mjs';
import {mostRow, ratioRow, rowsOf, seconds, summary, summaryOf, table, targetsHead, timesHead, timesRow} from './samples.mjs';

const [folder, records] = process.argv.slice(2);
const of = (what, who = 'kafka-setup') => summary(folder, what, who);

const groups = [
	['first install, with tests', 'install', 'kafka-setup apply'],
	['nothing to change, with tests', 'again', 'kafka-setup apply'],
	['nothing to change, no tests', 'plan', 'kafka-setup plan'],
	['the same, 100 ms more round trip', 'delay', 'kafka-setup plan'],
];
const who = {script: 'script', pyinfra: 'pyinfra', ansible: 'Ansible'};

console.log();
for (const [title, what, ours] of groups) {
	const rows = Object.entries({'kafka-setup': ours, ...who}).flatMap(([name, shown]) => {
		const found = of(what, name);
		return found === undefined ? [] : [timesRow(`  ${shown}`, found)];
	});
	if (rows.length > 0) console.log(table([title, ...timesHead.slice(1)], rows));
}

// What an apply with nothing to change spends on the smoke test.
const smokeTests = readdirSync(folder)
	.filter(name => /^again-\d+\.jsonl$/.test(name))
	.flatMap(name => runTimes(join(folder, name)).stages)
	.filter(({stage}) => stage === 'smoke-test')
	.map(({ms}) => ms);

function delayRow() {
	const [direct, through] = [of('plan'), of('delay')];
	if (direct === undefined || through === undefined) return [];
	const more = through.median - direct.median;
	return [['plan, 100 ms more round trip', `+${seconds(more)}`, '<= 1.50 s', more <= 1500 ? 'met' : 'MISSED']];
}

console.log(
	table(targetsHead, [
		...ratioRow('first install / script', of('install'), of('install', 'script'), 1),
		...ratioRow('first install / pyinfra', of('install'), of('install', 'pyinfra'), 1.05),
		...mostRow('nothing to change, with tests', of('again'), 3000),
		...ratioRow('nothing to change, with tests / pyinfra', of('again'), of('again', 'pyinfra'), 0.5),
		...mostRow('  its smoke test', summaryOf(smokeTests), 1000),
		...ratioRow('plan / script, no change', of('plan'), of('plan', 'script'), 1.5),
		...delayRow(),
	]),
);

if (of('install', 'pyinfra') ?? of('again', 'pyinfra')) console.log(proofs(records === 'true').join('\n'));

const logins = rowsOf(folder, 'logins.tsv');
// A second root shell runs the tests of an apply.
for (const [what, wanted] of Object.entries({apply: '1 and 2', plan: '1 and 1'})) {
	const found = [...new Set(logins.filter(row => row[0] === what).map(row => `${row[2]} and ${row[3]}`))];
	if (found.length > 0) console.log(`logins and root shells a host in one ${what}: ${found.join(', ')} (target ${wanted})`);
}

const events = join(folder, 'apply-last.jsonl');
if (existsSync(events)) {
	const {stages, ms: all, before, after} = runTimes(events);
	const whole = Number(rowsOf(folder, 'results.tsv').findLast(row => row[0] === 'install' && row[1] === 'kafka-setup')?.[2]);
	const theirs = new Map(rowsOf(folder, 'stages-last.tsv').map(([stage, ms]) => [stage, Number(ms)]));
	const script = [...theirs.values()].reduce((sum, ms) => sum + ms, 0);
	const row = (name, ours, other) => [
		name,
		seconds(ours),
		...(other === undefined ? ['', ''] : [seconds(other), seconds(ours - other)]),
	];
	console.log('\nwhere the time of the last first install goes (the script logs in during its first stage)');
	console.log(
		table(
			['stage', 'kafka-setup', 'script', 'more'],
			[
				row('start and end of the process', whole - all),
				row('before the first step (logins)', before),
				...stages.map(({stage, ms}) => row(stage, ms, theirs.get(stage))),
				row('after the last step', after),
				row('all', whole, script || undefined),
			],
		),
	);
	const sum = whole - all + before + after + stages.reduce((total, {ms}) => total + ms, 0);
	// Stages may run beside each other, and have pauses between them.
	console.log(`the rows above "all" sum up to ${seconds(sum)}\n`);
	console.log('its longest steps');
	console.log(
		table(
			['step', 'host', 'time'],
			longestSteps(events, 12).map(({step, host, ms}) => [step, host, seconds(ms)]),
		),
	);
}
