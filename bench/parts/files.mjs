// The whole contents of files that a plan would write, from the JSON lines of `kafka-setup plan` on standard input, as
// FOLDER/HOST/STAGE/PATH: what bench/by-hand puts on the hosts.
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';

const [folder] = process.argv.slice(2);
for await (const line of createInterface({input: process.stdin})) {
	const {type, ref, changes = []} = JSON.parse(line);
	// A service's restart tells its reason by the same changes.
	if (type !== 'step-finished' || ref.step === 'start') continue;
	for (const {what, after} of changes) {
		const [, path] = /^(?:create|change|update) (\/\S+)$/.exec(what) ?? [];
		if (path === undefined || after === undefined) continue;
		const target = join(folder, ref.host, ref.stage, path);
		mkdirSync(dirname(target), {recursive: true});
		writeFileSync(target, after, {mode: 0o644});
	}
}
