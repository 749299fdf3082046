import {createHash} from 'node:crypto';
import {appendFileSync, chmodSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Command} from '../../../source/core/command.ts';
import type {ExecOptions} from '../../../source/core/connection.ts';
import {InputError, StepError} from '../../../source/core/errors.ts';
import {upload} from '../../../source/host/files/upload.ts';
import {withoutThings} from '../../helpers/changes.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {ownUser, tempDir} from '../../helpers/temp-dir.ts';

const own = await ownUser();
const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');
const jar = Buffer.from(Array.from({length: 300_000}, (_, index) => (index * 7919) % 256));

function prepare() {
	const folder = tempDir();
	const source = join(folder, 'driver.jar');
	const target = join(folder, 'on host.jar');
	writeFileSync(source, jar);
	return {source, target, step: upload({id: 'driver', title: 'Driver', source, target, ...own})};
}

test('a file is uploaded byte for byte, with its progress, and not sent when it is there', async () => {
	const {target, step} = prepare();
	const connection = localConnection();
	const context = fakeContext(connection);
	expect(withoutThings(await step.check(context))).toEqual([
		{what: `upload driver.jar to ${target} (300000 bytes, sha256 ${sha256(jar)})`},
	]);
	await step.apply(context);
	expect(readFileSync(target).equals(jar)).toBe(true);
	expect(context.seen.progress[0]).toEqual({bytes: 0, of: 300_000});
	expect(context.seen.progress.at(-1)).toEqual({bytes: 300_000, of: 300_000});
	const asked = connection.commands.length;
	expect(await step.check(context)).toEqual([]);
	expect(connection.commands).toHaveLength(asked + 1);
});

test('another version is replaced, and kept once', async () => {
	const {target, step} = prepare();
	writeFileSync(target, 'version 1');
	const context = fakeContext(localConnection());
	expect(withoutThings(await step.check(context))).toEqual([
		{what: `replace ${target} with driver.jar (300000 bytes, sha256 ${sha256(jar)}; was 9 bytes, sha256 ${sha256('version 1')})`},
	]);
	await step.apply(context);
	expect(await step.check(context)).toEqual([]);
	expect(readFileSync(`${target}.kafka-setup-before`, 'utf8')).toBe('version 1');
});

test('a wrong mode alone is fixed without sending anything', async () => {
	const {target, step} = prepare();
	writeFileSync(target, jar);
	chmodSync(target, 0o600);
	const {ino} = statSync(target);
	const context = fakeContext(localConnection());
	expect(await step.check(context)).toEqual([{what: `set mode of ${target} to 0644 (was 0600)`}]);
	await step.apply(context);
	expect(statSync(target)).toMatchObject({ino});
	expect(await step.check(context)).toEqual([]);
	expect(context.seen.progress).toEqual([]);
});

test.each(['before it is sent', 'while it is sent'])('a local file that changes %s is an error', async when => {
	const {source, target, step} = prepare();
	const inner = localConnection();
	const connection = {
		...inner,
		async exec(command: Command, options: ExecOptions = {}) {
			const isPut = options.input !== undefined;
			const result = await inner.exec(command, options);
			if (isPut === (when === 'while it is sent')) appendFileSync(source, 'more');
			return result;
		},
	};
	const error = await step.apply(fakeContext(connection)).catch(thrown => thrown);
	expect(error).toBeInstanceOf(StepError);
	expect(error.message).toBe(`${source} changed while it was sent to kafka-01:${target}`);
	expect(existsSync(target)).toBe(when === 'while it is sent');
});

test('a local file that is not there is bad input', async () => {
	const {target} = prepare();
	const step = upload({id: 'x', title: 'X', source: '/nowhere/x.jar', target});
	const error = await step.check(fakeContext(localConnection())).catch(thrown => thrown);
	expect(error).toBeInstanceOf(InputError);
	expect(error.message).toMatch(/^Cannot read \/nowhere\/x\.jar: ENOENT/);
});
