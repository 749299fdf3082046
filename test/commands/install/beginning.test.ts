import {mkdirSync, realpathSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {beginningOf} from '../../../source/commands/install/beginning.ts';
import type {Drafts, StoredDraft} from '../../../source/state/store/drafts.ts';
import type {LastRun, Runs} from '../../../source/state/store/runs.ts';
import {sha256} from '../../../source/state/store/sha256.ts';
import {noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const now = Date.UTC(2026, 10, 23, 12);
const hourAgo = new Date(now - 3_600_000).toISOString();
const clusterText = 'name: a\nhosts: [k]\nroles: {kafka: [k]}\n';

const refuse = () => {
	throw new Error('Nothing was to be kept.');
};
const runsOf = (...list: readonly LastRun[]): Runs => ({list: () => list, keep: refuse});
const draftsOf = (...list: readonly StoredDraft[]): Drafts => ({list: () => list, keep: refuse, drop: refuse});
const draft = (answers: unknown): StoredDraft => ({id: 'x', at: hourAgo, answers});

/** A working directory with these files, `null` for a folder. */
function inFolder(files: Readonly<Record<string, string | Uint8Array | null>> = {}): string {
	const folder = tempDir();
	for (const [name, content] of Object.entries(files)) {
		if (content === null) mkdirSync(join(folder, name));
		else writeFileSync(join(folder, name), content);
	}
	const before = process.cwd();
	process.chdir(folder);
	onTestFinished(() => process.chdir(before));
	return folder;
}

const begin = (runs = runsOf(), drafts = draftsOf(), demo?: string) => beginningOf(runs, drafts, demo, now);

test('the very first start offers nothing', async () => {
	inFolder();
	expect(await begin()).toEqual({drafts: [], files: [], demo: false});
});

test('the demo is offered where it is', async () => {
	inFolder();
	expect((await begin(runsOf(), draftsOf(), '/some/demo')).demo).toBe(true);
});

describe('cluster files', () => {
	const filesOf = async (files: Parameters<typeof inFolder>[0]) => {
		inFolder(files);
		return (await begin()).files;
	};

	test('of this folder are offered by name, in order', async () => {
		expect(await filesOf({'b.yml': clusterText, 'a.yaml': clusterText, 'c.yaml': clusterText.replaceAll('\n', '\r\n')})).toEqual([
			'a.yaml',
			'b.yml',
			'c.yaml',
		]);
	});

	test('other YAML, other names, hidden files and folders are left alone', async () => {
		const others = {
			'compose.yaml': 'services:\n  hosts: x\n  roles: y\n',
			'inventory.yaml': 'all:\n  hosts:\nroles: x\n',
			'half.yaml': 'hosts: [k]\n',
			'notes.txt': clusterText,
			'kafka-setup.yaml.bak': clusterText,
			'.hidden.yaml': clusterText,
			'folder.yaml': null,
			'empty.yaml': '',
			'bytes.yaml': new Uint8Array(256).map((_, index) => index),
		};
		expect(await filesOf(others)).toEqual([]);
	});

	test('a link that leads nowhere does not hide the others', async () => {
		const folder = inFolder({'b.yaml': clusterText});
		symlinkSync(join(folder, 'gone'), join(folder, 'a.yaml'));
		symlinkSync(join(folder, 'b.yaml'), join(folder, 'c.yaml'));
		expect((await begin()).files).toEqual(['b.yaml', 'c.yaml']);
	});

	test('at most five are offered', async () => {
		const many = Object.fromEntries(Array.from({length: 7}, (_, index) => [`${index}.yaml`, clusterText]));
		expect(await filesOf(many)).toEqual(['0.yaml', '1.yaml', '2.yaml', '3.yaml', '4.yaml']);
	});

	test('of a folder full of YAML the first hundred are looked at', async () => {
		const others = Object.fromEntries(Array.from({length: 100}, (_, index) => [`${index + 100}.yaml`, 'a: b\n']));
		expect(await filesOf({...others, 'z.yaml': clusterText})).toEqual([]);
	});

	test('what only a long file says late is not found', async () => {
		expect(await filesOf({'long.yaml': `${'# comment\n'.repeat(2000)}${clusterText}`})).toEqual([]);
	});
});

describe('drafts', () => {
	const offered = async (...answers: readonly unknown[]) => {
		inFolder();
		return (await begin(runsOf(), draftsOf(...answers.map(draft)))).drafts;
	};

	test('are offered with the name of the cluster and their age', async () => {
		const answers = {...noAnswers, hosts: 'k1\nk2', fields: {name: ' orders '}};
		expect(await offered(answers)).toEqual([{id: 'x', name: 'orders', when: '1 hour ago', answers}]);
	});

	test('have the name that a cluster gets by default where none was typed', async () => {
		expect((await offered({...noAnswers, hosts: 'k1'})).map(({name}) => name)).toEqual(['kafka']);
	});

	test('in which nothing was answered are left out, and count for nothing', async () => {
		const named = ['a', 'b', 'c', 'd', 'e'].map(name => ({...noAnswers, fields: {name}}));
		expect((await offered(noAnswers, {}, 'text', [], ...named)).map(({name}) => name)).toEqual(['a', 'b', 'c', 'd']);
	});

	test('that look alike are one', async () => {
		const answers = {...noAnswers, hosts: 'k1'};
		expect(await offered(answers, answers, {...answers, hosts: 'k2'}, answers)).toHaveLength(2);
	});

	test('of a file that was edited since say so', async () => {
		const folder = inFolder({'a.yaml': clusterText, 'b.yaml': `${clusterText}# by hand\n`, 'c.yaml': clusterText});
		const others = join(tempDir(), 'd.yaml');
		writeFileSync(others, clusterText);
		const of = (file: string, hosts: string) => ({...draft({...noAnswers, hosts}), file, seen: sha256(clusterText)});
		const names = ['a.yaml', 'b.yaml', 'gone.yaml'].map(name => join(realpathSync(folder), name));
		const {drafts} = await begin(runsOf(), draftsOf(...[...names, others].map((file, index) => of(file, `k${index}`))));
		expect(drafts.map(({file, fileChanged}) => [file, fileChanged])).toEqual([
			['a.yaml', undefined],
			['b.yaml', true],
			[undefined, undefined],
			[others, undefined],
		]);
	});

	test('lose what is not of the right type', async () => {
		expect((await offered({hosts: 7, fields: {name: 'a', 'ssh.user': {}, unheardOf: 'x'}, ids: null}))[0]?.answers).toEqual({
			...noAnswers,
			fields: {name: 'a'},
		});
	});
});

describe('an unfinished run', () => {
	const told = async (more: Partial<LastRun>) => {
		const file = join(inFolder({'a.yaml': ''}), 'a.yaml');
		const run = {cluster: 'orders', file, startedAt: hourAgo, status: 'failed', pid: 1, done: 31, steps: 58, ...more} as const;
		return (await begin(runsOf(run))).unfinished;
	};

	test('is told with its place and what remains of it', async () => {
		const stoppedAt = 'Kafka · kafka-02 · Start Kafka';
		expect(await told({stoppedAt})).toEqual({
			cluster: 'orders',
			when: '1 hour ago',
			stoppedAt,
			remains: '27 of 58 steps remain',
		});
	});

	test('that had hardly begun is told so', async () => {
		const hardly = {stoppedAt: 'its beginning', remains: 'it had hardly begun'};
		expect(await told({done: 0})).toMatchObject(hardly);
		expect(await told({done: 0, steps: 0})).toMatchObject(hardly);
	});

	test('is not offered once it has succeeded', async () => {
		expect(await told({status: 'succeeded'})).toBeUndefined();
	});
});
