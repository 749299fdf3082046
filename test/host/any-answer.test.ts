import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {SetupError} from '../../source/core/errors.ts';
import {guarded} from '../../source/host/lock/host-lock-guard.ts';
import {tellScript, told} from '../../source/host/told.ts';
import {escapeProperty, renderProperties} from '../../source/kafka/templates.ts';
import {readers} from '../helpers/answers.ts';
import {fuzzRuns, hostileText} from '../helpers/fuzz.ts';
import {harmful} from '../helpers/hostile.ts';
import {propertiesReader, withoutJdk} from '../helpers/readers/java-properties.ts';
import {skipped} from '../helpers/skipped.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/** Every text that is a part of a value. */
function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	if (value instanceof Map) return textsIn([...value]);
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

/** What others may see as it comes out. */
const shown = ['a log', 'facts', 'the holder of a lock', 'stragglers', 'words of a sentence'];

describe.each(Object.entries(readers))('%s', (name, [read, words]) => {
	test('are read of any answer, or it is told what is wrong with it', () => {
		const answer = fc
			.array(fc.oneof(hostileText, fc.constantFrom(...words.split('|'), '\n')), {maxLength: 16})
			.map(parts => parts.join(''));
		fc.assert(
			fc.property(answer, text => {
				let value: unknown;
				try {
					value = read(text);
				} catch (error) {
					if (!(error instanceof SetupError)) throw error;
					expect(`${error.message}${error.hint}`).not.toMatch(harmful);
					return;
				}
				const clean =
					name === 'the holder of a lock' && value !== undefined ? {...(value as object), token: '', machine: ''} : value;
				if (shown.includes(name)) expect(textsIn(clean).join('')).not.toMatch(harmful);
			}),
			{numRuns: fuzzRuns * 5},
		);
	}, 3_600_000);
});

/** So many texts at once as a command line takes. */
const batch = 200;
const sampled = (count: number, most = 60) =>
	fc.sample(hostileText, count).map(text =>
		text
			.replaceAll('\0', '')
			.replace(/\p{Surrogate}/gu, '')
			.slice(0, most),
	);

test('any text is one word for bash, also within a command within a command, and what a host tells of it comes back as it was', () => {
	for (let done = 0; done < fuzzRuns * 5; done += batch) {
		const texts = sampled(batch);
		const mark = join(tempDir(), 'mark');
		const command = sh`printf '%s\\0' ${[...texts, `$(:>${mark})`, `';:>${mark};'`]}`;
		const guard = guarded(command, {root: tempDir(), token: '', login: 0, step: 's'}).text;
		// The words of a guarded command stand in quotes within quotes.
		const inner = /\( eval ('(?:[^']|'\\'')*'|\S+) \)/s.exec(guard)![1]!;
		const run = (text: string) => execFileSync('bash', ['-c', text], {encoding: 'utf8', maxBuffer: 1e8});
		expect(run(command.text).split('\0').slice(0, batch)).toEqual(texts);
		expect(run(`eval ${inner}`).split('\0').slice(0, batch)).toEqual(texts);
		const tells = sh`${tellScript}\n${texts.map((text, index) => sh`tell ${`k${index}`} ${text};`)}`;
		const back = told(run(tells.text));
		expect(texts.map((_, index) => back.get(`k${index}`))).toEqual(texts);
		expect(() => execFileSync('ls', [mark], {stdio: 'ignore'})).toThrow();
	}
}, 3_600_000);

const noJdk = withoutJdk();
if (noJdk !== undefined) skipped('properties files, read by java', noJdk);

test.skipIf(noJdk !== undefined)(
	'java.util.Properties reads any value back, from bytes and from text, and no key more',
	async () => {
		const values = fc.sample(hostileText, fuzzRuns * 5);
		const extra = Object.fromEntries(values.map((value, index) => [`key.${String(index).padStart(6, '0')}`, value]));
		const settings = {cluster: 'a', address: '0.0.0.0', port: 1, host: 'h', bootstrapServers: 'b', replicationFactor: 1};
		const java = propertiesReader();
		onTestFinished(() => java.close());
		const own = await java.read(renderProperties('schema-registry.properties', settings));
		const read = await java.read(renderProperties('schema-registry.properties', settings, {extra}));
		expect(read).toEqual([...own, ...Object.entries(extra)]);
		expect(escapeProperty(values.join(''))).toMatch(/^[\x20-\x7e]*$/);
	},
	600_000,
);
