import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {SetupError} from '../../source/core/errors.ts';
import {remoteWords} from '../../source/core/text.ts';
import {diagnose} from '../../source/host/diagnosis/diagnose.ts';
import {explain} from '../../source/host/explain.ts';
import {parseFacts} from '../../source/host/facts.ts';
import {parseFirewalld} from '../../source/host/firewall/firewall-firewalld-state.ts';
import {parseNft} from '../../source/host/firewall/firewall-nftables-state.ts';
import {parseStat} from '../../source/host/inspect.ts';
import {readClaim, readHolder, readStragglers} from '../../source/host/lock/host-lock.ts';
import {guarded} from '../../source/host/lock/host-lock-guard.ts';
import {explainPackages} from '../../source/host/packages/package-explain.ts';
import {fingerprintsOf} from '../../source/host/packages/repository-key.ts';
import {tellScript, told} from '../../source/host/told.ts';
import {everyEntry} from '../../source/kafka/diagnosis/table.ts';
import {readStatus, readTablesRead, readTopics} from '../../source/kafka/roles/connect/connector-status.ts';
import {parseReplication} from '../../source/kafka/roles/controller/state.ts';
import {modeIn} from '../../source/kafka/roles/zookeeper/four-letter-words.ts';
import {readController} from '../../source/kafka/roles/zookeeper/registered.ts';
import {answersIn} from '../../source/kafka/roles/zookeeper/wire.ts';
import {readDisks, readLook} from '../../source/kafka/settled/look.ts';
import {formattedIn, parseRecord} from '../../source/kafka/settled/record.ts';
import {escapeProperty, renderProperties} from '../../source/kafka/templates.ts';
import {fuzzRuns, hostileText} from '../helpers/fuzz.ts';
import {harmful} from '../helpers/hostile.ts';
import {propertiesReader, withoutJdk} from '../helpers/readers/java-properties.ts';
import {skipped} from '../helpers/skipped.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const ok = (stdout: string) => ({code: 0, stdout, stderr: ''});

/** What reads an answer, and words that make one, so that what comes behind them is read too. */
const readers: Readonly<Record<string, readonly [read: (text: string) => unknown, words: string]>> = {
	facts: [
		text => parseFacts(text, 0, 0),
		'clock 1.5|os ID=|os ID_LIKE=|os PRETTY_NAME="|tool dnf|systemd systemd |hostname |machine-id |memory |cores |unit firewalld |ufw |nft ',
	],
	'a file’s owner and mode': [parseStat, '81a4 |root |12| loose'],
	'the holder of a lock': [text => readHolder(ok(text)), 'token |who |cluster |since |step |pid |quiet |running |epoch '],
	'a claim': [text => readClaim(ok(text)), 'taken |held|lost|token |straggler '],
	stragglers: [text => readStragglers(ok(text)), 'straggler 7 '],
	texts: [text => [...told(text)], 'a |b '],
	'what is settled': [readLook, 'record |units |settings-|marker |{"format":1'],
	disks: [readDisks, 'meta.properties-1 |myid-1 |zookeeper '],
	'a record': [parseRecord, '{"|":"|","format":1|}|[|]'],
	'what was formatted': [formattedIn, '/data |/data2'],
	firewalld: [parseFirewalld, 'zone |runtime-set |runtime-rules |as 1 "'],
	nftables: [text => parseNft(text, 'kafka-setup zookeeper'), 'main 1\n|{"nftables":[|{"chain":{|"family":"inet"|}]}|"rule":'],
	'a key': [
		text => fingerprintsOf(Buffer.from(text, 'latin1')),
		'-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n|-----END PGP PUBLIC KEY BLOCK-----\n|mDMEawSN|\x99\x01\x0d\x04',
	],
	'a connector': [readStatus, '{"connector":{|"state":"RUNNING"|"tasks":[|"trace":"|]}|}'],
	topics: [text => readTopics(text, 'shop'), '{"shop":{"topics":["|",|"]}}'],
	offsets: [readTablesRead, '{"offsets":[{"partition":{"table":"|"},"offset":{"incrementing":1}}]}'],
	quorum: [parseReplication, 'NodeId\t|Leader\t|Follower\t|1\t|LogEndOffset\t'],
	'a mode of ZooKeeper': [modeIn, 'Mode: |leader|standalone'],
	'a controller': [readController, '{"brokerid":|"version":1|}'],
	'answers of ZooKeeper': [text => answersIn(text, [{get: '/a'}]), 'AAAA|////|='],
	'a failure': [explain, 'No space left|Permission denied: |E: '],
	'a failure of packages': [text => explainPackages(text.split('\n'), 100, 'job'), 'E: |404 Not Found|NO_PUBKEY '],
	'a log': [
		text => diagnose(everyEntry, {source: 'log', lines: text.split('\n')}).diagnosis?.cause,
		'ERROR Fatal error during KafkaServer startup|x.Exception: |Caused by: |Missing required configuration "|"|\tat |Found directory |, is not in the form of topic-partition',
	],
	'words of a sentence': [remoteWords, 'a|b'],
};

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
