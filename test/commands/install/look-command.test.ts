import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {lookCommand} from '../../../source/commands/install/host-findings.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** What the command says on a machine whose /var/lib has these files. */
async function look(files: Readonly<Record<string, string>>, programs: Readonly<Record<string, string>> = {}) {
	const root = tempDir();
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(join(root, name, '..'), {recursive: true});
		writeFileSync(join(root, name), text);
	}
	const connection = localConnection({paths: {'/var/lib': root}, prefix: shims(programs)});
	const {stdout, stderr, code} = await connection.exec(lookCommand);
	return {lines: stdout.trimEnd().split('\n'), stderr, code};
}

const java = 'echo "openjdk version \\"17.0.12\\" 2024-07-16" >&2; echo "OpenJDK Runtime Environment" >&2';

test('it tells Java, free space and both ids, a line each', async () => {
	const {lines, stderr, code} = await look(
		{
			'zookeeper/myid': '2\n',
			'kafka/data/meta.properties': '#Mon\nversion=0\nbroker.id=102\ncluster.id=xyz\n',
		},
		{java},
	);
	expect(lines).toEqual([
		'java openjdk version "17.0.12" 2024-07-16',
		expect.stringMatching(/^disk \S+ +\d+ +\d+ +\d+ +\d+% \//),
		'myid 2',
		'broker 102',
	]);
	expect([stderr, code]).toEqual(['', 0]);
});

test('a broker without ZooKeeper calls its id otherwise', async () => {
	const {lines} = await look({'kafka/data/meta.properties': 'node.id=7\nversion=1\n'}, {java});
	expect(lines.at(-1)).toBe('broker 7');
});

test('a machine that has nothing of it is no error', async () => {
	const {lines, stderr, code} = await look({}, {java});
	expect(lines.map(line => line.split(' ')[0])).toEqual(['java', 'disk']);
	expect([stderr, code]).toEqual(['', 0]);
});
