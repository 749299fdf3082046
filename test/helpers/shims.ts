import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {tempDir} from './temp-dir.ts';

/** A directory of bash scripts that stand for a host's programs, as the first of PATH: the command prefix that sets it. */
export function shims(programs: Readonly<Record<string, string>>): readonly string[] {
	const directory = tempDir();
	for (const [name, script] of Object.entries(programs)) {
		const path = join(directory, name);
		writeFileSync(path, `#!/bin/bash\n${script}\n`);
		chmodSync(path, 0o755);
	}
	return ['env', `PATH=${directory}:${process.env.PATH}`];
}
