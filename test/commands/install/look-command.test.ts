import {expect, test} from 'vitest';
import {lookCommand} from '../../../source/commands/install/host-findings.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** What the command says on a machine that has these programs. */
async function look(programs: Readonly<Record<string, string>>) {
	const connection = localConnection({paths: {'/var/lib': tempDir()}, prefix: shims(programs)});
	const {stdout, stderr, code} = await connection.exec(lookCommand);
	return {lines: stdout.trimEnd().split('\n'), stderr, code};
}

const java = 'echo "openjdk version \\"17.0.12\\" 2024-07-16" >&2; echo "OpenJDK Runtime Environment" >&2';

test('it tells Java and free space, a line each', async () => {
	const {lines, stderr, code} = await look({java});
	expect(lines).toEqual([
		'java openjdk version "17.0.12" 2024-07-16',
		expect.stringMatching(/^disk \S+ +\d+ +\d+ +\d+ +\d+% \//),
	]);
	expect([stderr, code]).toEqual(['', 0]);
});
