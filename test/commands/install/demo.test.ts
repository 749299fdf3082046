import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {runDemo} from '../../../source/commands/install/demo.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

function script(text: string): string {
	const path = join(tempDir(), 'demo');
	writeFileSync(path, text);
	return path;
}

test.each([
	['true', 0],
	['exit 7', 7],
	['kill -INT $$', 130],
	['kill -TERM $$', 143],
])('a demo that ends by %j gives exit code %i', async (text, code) => {
	expect(await runDemo(script(text))).toBe(code);
});

test('Ctrl+C is left to the demo while it runs, and not longer', async () => {
	const before = process.listenerCount('SIGINT');
	const mark = join(tempDir(), 'go');
	const running = runDemo(script(`for _ in {1..500}; do [ -e ${mark} ] && exit 3; sleep 0.02; done`));
	expect(process.listenerCount('SIGINT')).toBe(before + 1);
	process.emit('SIGINT', 'SIGINT');
	writeFileSync(mark, '');
	expect(await running).toBe(3);
	expect(process.listenerCount('SIGINT')).toBe(before);
});
