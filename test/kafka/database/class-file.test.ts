import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {compile, javac} from '../../helpers/java.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const templates = new URL('../../../templates/', import.meta.url).pathname;
const kept = readFileSync(join(templates, 'DatabaseCheck.class'));

/** The javac that made the class file in the package. Another one may order its constants in another way. */
const madeBy = 17;

describe('the class file that looks at databases', () => {
	it('runs on Java 11 and newer', () => {
		expect(kept.subarray(0, 8).toString('hex')).toBe('cafebabe00000037');
	});

	it.skipIf(javac !== madeBy)('is what its source compiles to', {timeout: 120_000}, () => {
		const made = compile(join(templates, 'DatabaseCheck.java'), tempDir());
		expect(made.equals(kept), 'javac --release 11 -encoding UTF-8 -g:none templates/DatabaseCheck.java').toBe(true);
	});
});
