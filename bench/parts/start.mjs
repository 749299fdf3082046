// start RUNS BARE: the time from starting a process to its first byte and to its end, for a bare Node and for kafka-setup, many
// runs in turns so that what else the machine does falls on all alike. The wizard is started at a terminal (of `script`), and
// timed to its first frame, as is BARE, the least that an Ink app can be. Prints min, median, max, the ratio of medians to a bare
// Node, and how much longer it takes; in the end how the first frame of the wizard compares with that of BARE.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const runs = Number(process.argv[2] ?? 40);
const folder = mkdtempSync(join(tmpdir(), 'kafka-setup-start.'));
const bad = join(folder, 'bad.yaml');
writeFileSync(bad, 'name: Bad Name\nhosts: [one, one]\nroles:\n  zookeper: [two]\n');

const cases = [
	{name: 'node -e 0', argv: ['-e', '0'], code: 0},
	{name: 'kafka-setup --version', argv: ['bin/kafka-setup.js', '--version'], code: 0},
	{name: 'kafka-setup apply bad.yaml', argv: ['bin/kafka-setup.js', 'apply', bad], code: 2},
	{name: 'kafka-setup, first frame', program: 'bin/kafka-setup.js', frame: 'New cluster', leave: 'q', code: 0},
	{name: 'bare Ink app, first frame', program: process.argv[3], frame: 'New cluster', leave: 'q', code: 0},
];
const {CI: _, ...env} = {...process.env, XDG_CONFIG_HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8'};
const atTerminal = program => ['-qfec', `stty rows 24 cols 80; exec ${process.execPath} ${program}`, '/dev/null'];

function run({name, argv, program, code, frame = '', leave}) {
	return new Promise((resolve, reject) => {
		const begin = process.hrtime.bigint();
		const since = () => Number(process.hrtime.bigint() - begin) / 1e6;
		const child =
			argv === undefined
				? spawn('script', atTerminal(program), {env})
				: spawn(process.execPath, argv, {stdio: ['ignore', 'pipe', 'pipe']});
		let first;
		let seen = '';
		const onData = data => {
			seen += data;
			if (first !== undefined || !seen.includes(frame)) return;
			first = since();
			if (leave !== undefined) child.stdin.write(leave);
		};
		child.stdout.on('data', onData);
		child.stderr.on('data', onData);
		child.on('error', reject);
		child.on('close', found => {
			if (found === code) resolve({first, end: since()});
			else reject(new Error(`${name} ended with ${found}, not ${code}`));
		});
	});
}

const times = new Map(cases.map(one => [one, {first: [], end: []}]));
try {
	for (const one of cases) await run(one);
	for (let round = 0; round < runs; round++) {
		for (const one of cases) {
			const {first, end} = await run(one);
			if (first !== undefined) times.get(one).first.push(first);
			if (one.frame === undefined) times.get(one).end.push(end);
		}
	}
} finally {
	rmSync(folder, {recursive: true});
}

const sorted = list => list.toSorted((a, b) => a - b);
const median = list => sorted(list)[list.length >> 1];
const base = median(times.get(cases[0]).end);
const row = (name, list) => {
	const [min, middle, max] = [sorted(list)[0], median(list), sorted(list).at(-1)].map(ms => `${ms.toFixed(0)} ms`.padStart(8));
	const more = `${(median(list) - base).toFixed(0)} ms`.padStart(8);
	return `${name.padEnd(40)}${min}${middle}${max}${(median(list) / base).toFixed(2).padStart(8)}${more}`;
};
console.log(
	`${`${runs} runs in turns`.padEnd(40)}${['min', 'median', 'max', 'ratio', 'more'].map(word => word.padStart(8)).join('')}`,
);
for (const one of cases) {
	const {first, end} = times.get(one);
	if (first.length > 0) console.log(row(one.frame === undefined ? `${one.name}, first byte` : one.name, first));
	if (end.length > 0) console.log(row(`${one.name}, end`, end));
}

const [wizard, bare] = cases.filter(({program}) => program !== undefined).map(one => median(times.get(one).first));
console.log(`first frame ${(wizard / bare).toFixed(2)} of a bare Ink app`);
