import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openDrafts, type StoredDraft} from '../../../source/state/store/drafts.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const draft = (id: string, hosts = id): StoredDraft => ({id, at: '2026-11-23T12:00:00.000Z', answers: {hosts, fields: {}}});
const idsIn = (folder: string) =>
	openDrafts(folder)
		.list()
		.map(({id}) => id);

test('at first there is none', () => {
	expect(openDrafts(tempDir()).list()).toEqual([]);
});

test('a draft comes back as it was, at the next start, too', () => {
	const folder = tempDir();
	const drafts = openDrafts(folder);
	drafts.keep(draft('a', 'kafka-01.example.com:2222\nkafka-02'));
	expect(drafts.list()).toEqual([draft('a', 'kafka-01.example.com:2222\nkafka-02')]);
	expect(openDrafts(folder).list()).toEqual(drafts.list());
});

test('the newest is the first', () => {
	const folder = tempDir();
	for (const id of ['a', 'b', 'c']) openDrafts(folder).keep(draft(id));
	expect(idsIn(folder)).toEqual(['c', 'b', 'a']);
});

test('one that is kept again takes the place of its older self, at the top', () => {
	const folder = tempDir();
	const drafts = openDrafts(folder);
	for (const id of ['a', 'b', 'c']) drafts.keep(draft(id));
	drafts.keep(draft('a', 'changed'));
	expect(idsIn(folder)).toEqual(['a', 'c', 'b']);
	expect(drafts.list()[0]).toEqual(draft('a', 'changed'));
});

test('ten are kept, and the oldest go', () => {
	const folder = tempDir();
	const drafts = openDrafts(folder);
	for (let count = 1; count <= 12; count++) drafts.keep(draft(`d${count}`));
	expect(idsIn(folder)).toEqual(['d12', 'd11', 'd10', 'd9', 'd8', 'd7', 'd6', 'd5', 'd4', 'd3']);
});

test('an entry of another shape is left out, and the others stay', () => {
	const folder = tempDir();
	const {at, answers} = draft('x');
	const wrong = [null, 7, 'text', [], {}, {id: 1, at, answers}, {id: 'x', answers}, {id: 'x', at}, {id: 'x', at, answers: null}];
	writeFileSync(join(folder, 'answers.json'), JSON.stringify({drafts: [...wrong, draft('a'), {...draft('b'), answers: 'text'}]}));
	expect(idsIn(folder)).toEqual(['a']);
	openDrafts(folder).keep(draft('c'));
	expect(idsIn(folder)).toEqual(['c', 'a']);
});

test.each(['{}', '{"drafts": {"a": 1}}', '{"drafts": null}', 'null', '[]', '"text"'])(
	'a file of %s has none, and takes some',
	text => {
		const folder = tempDir();
		writeFileSync(join(folder, 'answers.json'), text);
		expect(idsIn(folder)).toEqual([]);
		openDrafts(folder).keep(draft('a'));
		expect(idsIn(folder)).toEqual(['a']);
	},
);

test('two windows that are open side by side keep both their drafts', () => {
	const folder = tempDir();
	const [one, other] = [openDrafts(folder), openDrafts(folder)];
	one.keep(draft('a'));
	other.keep(draft('b'));
	one.keep(draft('a', 'more'));
	expect(idsIn(folder)).toEqual(['a', 'b']);
});
