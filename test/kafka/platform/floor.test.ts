import {expect, test} from 'vitest';
import {belowFloor} from '../../../source/kafka/platform/stage.ts';

test.each([
	['3.9.0 (Commit:abc)\n', '3.9.2', true],
	['WARN something\n3.9.1 (Commit:abc)\n', '3.9.2', true],
	['4.1.1 (Commit:abc)\n', '4.1.2', true],
	['3.9.2 (Commit:abc)\n', '3.9.2', false],
	['3.9.10 (Commit:abc)\n', '3.9.2', false],
	['4.3.1 (Commit:abc)\n', '4.3.0', false],
	// Another line than the file's is told by other means; Confluent's own numbers tell nothing.
	['3.8.0 (Commit:abc)\n', '3.9.2', false],
	['7.9.1-ccs (Commit:abc)\n', '3.9.2', false],
	['', '3.9.2', false],
])('%j of which %s is wanted: is it too old? %s', (output, floor, old) => {
	const said = belowFloor(output, floor);
	expect(said !== undefined).toBe(old);
	if (old) expect(said).toContain(`which ${floor} does not have`);
});
