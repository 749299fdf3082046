import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {everyEntry} from '../../../source/kafka/diagnosis/table.ts';

const path = '../../../docs/troubleshooting.md';
const heading = '| id | its words | cause | fix |\n| --- | --- | --- | --- |\n';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const row = ({id, says, cause, fixes}: (typeof everyEntry)[number]) =>
	`| <a id="${id}"></a>${id} | \`${says.replaceAll('|', '\\|')}\` | ${cell(cause)} | ${fixes.map(cell).join('<br>')} |\n`;

test('docs/troubleshooting.md has every cause, with the words of the software, the fix and an anchor (-u writes it)', async () => {
	const text = readFileSync(new URL(path, import.meta.url), 'utf8');
	const [before, after] = text.split(heading);
	const rest = after!.replace(/^(?:\|.*\n)*/, '');
	const sorted = everyEntry.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	await expect(before + heading + sorted.map(row).join('') + rest).toMatchFileSnapshot(path);
});
