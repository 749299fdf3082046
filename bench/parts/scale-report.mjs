// The tables of bench/scale, from the records in a folder. Ratios are of medians; the target is one for the largest size.
import {ratioRow, rowsOf, summary, table, targetsHead, timesHead, timesRow} from './samples.mjs';

const [folder] = process.argv.slice(2);
const sizes = [...new Set(rowsOf(folder, 'results.tsv').map(([size]) => size))];
const rows = sizes.flatMap(size => [
	timesRow(`${size} hosts: kafka-setup plan`, summary(folder, size, 'kafka-setup')),
	timesRow(`${' '.repeat(size.length + 8)}ssh HOST true`, summary(folder, size, 'ssh')),
]);
const ratios = sizes.flatMap((size, at) => {
	const row = ratioRow(`plan / ssh, ${size} hosts`, summary(folder, size, 'kafka-setup'), summary(folder, size, 'ssh'), 1.5);
	return at === sizes.length - 1 ? row : row.map(([name, found]) => [name, found, '', '']);
});

console.log();
console.log(table(timesHead, rows));
console.log(table(targetsHead, ratios));
