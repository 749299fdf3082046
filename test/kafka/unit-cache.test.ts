import {expect, test} from 'vitest';
import {StepError} from '../../source/core/errors.ts';
import {mayLoadLibraries} from '../../source/kafka/unit-cache.ts';
import {fakeContext} from '../helpers/context.ts';
import {noDial} from '../helpers/fake-connection.ts';

const looked = (stdout: string) =>
	mayLoadLibraries(
		fakeContext({
			async exec({text}) {
				expect(text).toBe('findmnt -nro TARGET,OPTIONS --target /var/cache');
				return {code: 0, stdout, stderr: ''};
			},
			dial: noDial,
			async close() {},
		}),
	);

test.each(['/ rw,relatime\n', '/var rw,nosuid,nodev\n', '', '/noexec rw\n'])('a unit gets its directory on %j', async stdout => {
	await looked(stdout);
});

test('a unit gets no directory that libraries can’t be loaded from, and what to do is a command', async () => {
	const error = await looked('/var/a$(id)b rw,noexec,nosuid\n').catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(StepError);
	expect((error as StepError).message).toContain('mounted noexec');
	expect((error as StepError).hint).toContain("mount -o remount,exec '/var/a$(id)b'");
});
