import fc from 'fast-check';
import {expect, test} from 'vitest';
import {stringify} from 'yaml';
import {knownKeys} from '../../../source/cluster/file/issues.ts';
import {parseCluster} from '../../../source/cluster/file/parse.ts';
import {InputError} from '../../../source/core/errors.ts';
import {everyRole} from './problems-of.ts';

/** What a parse came to; anything but an InputError is thrown on. */
function outcome(text: string): 'good' | 'bad' {
	try {
		parseCluster(text, 'x');
		return 'good';
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error.message).toMatch(/^x:\d+:\d+: \S/);
		expect(error.message).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
		return 'bad';
	}
}

const sections = [
	[],
	['hosts', 0],
	['hosts', 0, 'properties'],
	['ssh'],
	['platform'],
	['platform', 'packages'],
	['kafka'],
	['connect'],
	['connect', 'sources', 0],
	['connect', 'plugin'],
];
const words = [...new Set(sections.flatMap(knownKeys)), '__proto__', 'constructor', 'toString', 'kafka-01', '0', '<<'];
const word = fc.constantFrom(...words);
const scalar = fc.oneof(
	word,
	fc.string({unit: 'binary', maxLength: 12}),
	fc.integer(),
	fc.double(),
	fc.boolean(),
	fc.constant(null),
);
const {value} = fc.letrec(tie => ({
	value: fc.oneof(
		{depthSize: 'small', withCrossShrink: true},
		scalar,
		fc.array(tie('value'), {maxLength: 4}),
		fc.dictionary(fc.oneof(word, fc.string({maxLength: 6})), tie('value'), {maxKeys: 6}),
	),
}));

test('no text ends in anything but a cluster or an InputError', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string({maxLength: 200}), fc.string({unit: 'binary', maxLength: 60})), text => void outcome(text)),
		{numRuns: 500},
	);
});

test('no text of YAML’s own signs does either', () => {
	const sign = fc.constantFrom(
		'a',
		': ',
		'\n',
		'  ',
		'- ',
		'{',
		'}',
		'[',
		']',
		',',
		'&x ',
		'*x',
		'!t ',
		'"',
		"'",
		'|\n',
		'? ',
		'#',
		'---\n',
		'\t',
		'<<: ',
		'%',
		...words,
	);
	fc.assert(
		fc.property(fc.array(sign, {maxLength: 40}), signs => void outcome(signs.join(''))),
		{numRuns: 1500},
	);
});

test('no file with the right keys and the wrong values does either', () => {
	fc.assert(
		fc.property(fc.dictionary(word, value, {maxKeys: 9}), data => void outcome(stringify(data))),
		{numRuns: 700},
	);
});

test('no good file with one line changed does either', () => {
	const lines =
		`${everyRole}kafka:\n  port: 9092\nconnect:\n  sources:\n    - {name: a, url: 'jdbc:x:y', tables: [t], mode: bulk}\n`.split(
			'\n',
		);
	fc.assert(
		fc.property(fc.nat(lines.length - 1), fc.nat(60), fc.string({maxLength: 5}), (line, column, insert) => {
			const text = lines
				.map((old, index) => (index === line ? old.slice(0, column) + insert + old.slice(column + 1) : old))
				.join('\n');
			outcome(text);
		}),
		{numRuns: 700},
	);
});
