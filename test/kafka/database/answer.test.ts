import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readAnswer} from '../../../source/kafka/database/answer.ts';
import {judge} from '../../../source/kafka/database/judge.ts';
import {fuzzRuns} from '../../helpers/fuzz.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const text = (value: string) => `+${Buffer.from(value).toString('base64')}`;
const line = (word: string, ...values: readonly (string | number | null)[]) =>
	[word, ...values.map(value => (value === null ? '-' : text(String(value))))].join(' ');
const answerOf = (...lines: readonly string[]) => readAnswer(lines.map(one => `${one}\n`).join(''));

const opened = [line('java', '17'), line('driver', 'X', '1.0'), line('source', 0), line('open', 'PostgreSQL', '15', '"', 'true')];

describe('the answer of the program that looks at databases', () => {
	it('is read line by line', () => {
		const found = [line('table', 0), line('near', null, 'a', 'B', 'VIEW'), line('found', 'c', 'a', 'b', 'TABLE')];
		const rest = [line('column', 'id', 4, 'int4', 0, 1), line('unreadable', '42501', 0, 'denied', 'X Y')];
		expect(answerOf(...opened, ...found, ...rest, 'end')).toEqual({
			drivers: ['X'],
			broken: [],
			end: 'end',
			sources: [
				{
					opened: {product: 'PostgreSQL', quote: '"', caseCounts: true},
					tables: [
						{
							near: [{catalog: undefined, schema: 'a', name: 'B', type: 'VIEW'}],
							found: [
								{
									catalog: 'c',
									schema: 'a',
									name: 'b',
									type: 'TABLE',
									columns: [{name: 'id', type: 4, typeName: 'int4', scale: 0, nullable: 1}],
									unreadable: {state: '42501', code: 0, message: 'denied', classes: ['X', 'Y']},
								},
							],
						},
					],
				},
			],
		});
	});

	it.each([
		['nothing', []],
		['no end', opened],
		['more after the end', ['end', line('java', '17')]],
		['a word that is none', ['constructor', 'end']],
		['words of prose', ['Exception in thread "main"', 'end']],
		['a value too many', [line('java', '17', '18'), 'end']],
		['a value too few', [line('java'), 'end']],
		['no Base64', ['java +!!', 'end']],
		['a value without its mark', ['java MTc=', 'end']],
		['a table of no source', [line('table', 0), 'end']],
		['a column of no table', [...opened, line('column', 'id', 4, 'int4', 0, 1), 'end']],
		['a source out of its order', [line('source', 1), 'end']],
		['no number', [line('source', 0), line('refused', null, 'x', 'y', ''), 'end']],
	])('is refused with %s', (_, lines) => {
		expect(answerOf(...lines)).toBeUndefined();
	});

	it('is refused where it is longer than it can be', () => {
		expect(answerOf(line('java', 'x'.repeat(600_000)), 'end')).toBeUndefined();
		expect(answerOf(...Array.from({length: 10_001}, () => line('driver', 'X', '1')), 'end')).toBeUndefined();
	});

	it('may be anything, and gives findings that can be shown, or nothing', () => {
		const value = fc.oneof(fc.string({unit: 'binary'}), fc.integer(), fc.constant(null));
		const words = [
			'source',
			'table',
			'near',
			'found',
			'column',
			'refused',
			'trouble',
			'unreadable',
			'open',
			'unsuitable',
			'late',
		];
		const lines = fc.array(
			fc.tuple(fc.constantFrom(...words), fc.array(value, {maxLength: 6})).map(([word, all]) => line(word, ...all)),
		);
		fc.assert(
			fc.property(lines, some => {
				const answer = answerOf(...opened, line('table', 0), ...some, 'end') ?? answerOf(...opened, 'end')!;
				for (const {found, fix} of judge(sampleCluster.connect.sources, answer, {given: undefined, all: true})) {
					expect(found + fix).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
				}
			}),
			{numRuns: fuzzRuns},
		);
	});
});
