import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {rawCommand, sh} from '../../../source/core/command.ts';
import {type Origin, unpacked} from '../../../source/host/files/unpacked.ts';
import {removeUnpacked} from '../../../source/host/remove/remove-plugin.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const mark = '.mark';

/** An archive of one file below a folder, a parent for its target, and a host whose jobs run at once. */
function scene({proof = sh`[ -f file ]`, sum}: {proof?: ReturnType<typeof sh>; sum?: string} = {}) {
	const folder = tempDir();
	mkdirSync(join(folder, 'top'));
	writeFileSync(join(folder, 'top/file'), 'content', {mode: 0o664});
	execFileSync('tar', ['-C', folder, '-czf', join(folder, 'a.tgz'), 'top']);
	const content = readFileSync(join(folder, 'a.tgz'));
	const sha512 = sum ?? createHash('sha512').update(content).digest('hex');
	const parent = join(folder, 'opt');
	mkdirSync(parent);
	const target = join(parent, '1.0');
	const connection = localConnection();
	const context = fakeContext(connection, {
		show: (_command, {input} = {}) => connection.exec(rawCommand(Buffer.from(input as Uint8Array).toString())),
	});
	const upload: Origin = {upload: 'a.tgz', bytes: content.length, content: async () => content};
	const step = (origin: Origin = upload) => unpacked({id: 'it', title: 'It', target, sha512, origin, mark, proof});
	return {folder, parent, target, sha512, content, context, step};
}

describe('an archive', () => {
	test('is uploaded, unpacked without its top folder, and marked; then it is there', async () => {
		const {parent, target, sha512, content, context, step} = scene();
		expect(await step().check(context)).toEqual([
			{what: `upload a.tgz (1 MB) and unpack it to ${target}`, puts: [{kind: 'archive', name: target}]},
		]);
		await step().apply(context);
		expect(readFileSync(join(target, 'file'), 'utf8')).toBe('content');
		expect(lstatSync(join(target, 'file')).mode & 0o777).toBe(0o644);
		expect(readFileSync(join(target, mark), 'utf8').trim()).toBe(sha512);
		expect(readdirSync(parent)).toEqual(['1.0']);
		expect(await step().check(context)).toEqual([]);
		expect(context.seen.progress.at(-1)).toEqual({bytes: content.length, of: content.length});
	});

	test('is fetched by the host, and refused with other digits, with nothing left', async () => {
		const good = scene();
		const url = `file://${good.folder}/a.tgz`;
		await good.step({url}).apply(good.context);
		expect(existsSync(join(good.target, 'file'))).toBe(true);
		const bad = scene({sum: '0'.repeat(128)});
		await expect(bad.step({url: `file://${bad.folder}/a.tgz`}).apply(bad.context)).rejects.toThrow(
			/and 0000000000000000… is wanted/,
		);
		await expect(bad.step({url: `file://${bad.folder}/none`}).apply(bad.context)).rejects.toThrow(/the download of/);
		expect(readdirSync(bad.parent)).toEqual([]);
	});

	test('that arrived whole before a cut is not sent again, and a half of it is', async () => {
		const {parent, content, context, step} = scene();
		writeFileSync(join(parent, '.1.0.kafka-setup.tgz'), content);
		mkdirSync(join(parent, '.1.0.kafka-setup.new/half'), {recursive: true});
		await step().apply(context);
		expect(context.seen.progress).toEqual([]);
		expect(readdirSync(parent)).toEqual(['1.0']);
		const other = scene();
		writeFileSync(join(other.parent, '.1.0.kafka-setup.tgz'), other.content.subarray(0, 20));
		await other.step().apply(other.context);
		expect(other.context.seen.progress.length).toBeGreaterThan(0);
		expect(readdirSync(other.parent)).toEqual(['1.0']);
	});

	test('that is not what it should be is not put in place', async () => {
		const {parent, context, step} = scene({proof: sh`echo 'no program in it' >&2; exit 1`});
		await expect(step().apply(context)).rejects.toThrow(/unpacking a\.tgz/);
		expect(readdirSync(parent)).toEqual([]);
	});

	test('takes no other folder for its own', async () => {
		const {target, context, step} = scene();
		mkdirSync(target);
		await expect(step().check(context)).rejects.toThrow(/was not unpacked by kafka-setup/);
		writeFileSync(join(target, mark), `${'1'.repeat(128)}\n`);
		await expect(step().check(context)).rejects.toThrow(/was unpacked from another archive, with the sha512 1111111111111111…/);
	});

	test('goes with all of it, and with what a cut has left; what has no mark stays', async () => {
		const {parent, target, context, step} = scene();
		await step().apply(context);
		const remove = removeUnpacked(target, mark);
		expect(await remove.check(context)).toMatchObject([{removes: [{kind: 'archive', name: target}]}]);
		await remove.apply(context);
		expect(readdirSync(parent)).toEqual([]);
		writeFileSync(join(parent, '.1.0.kafka-setup.tgz'), 'x');
		expect(await remove.check(context)).toHaveLength(1);
		await remove.apply(context);
		expect(readdirSync(parent)).toEqual([]);
		mkdirSync(target);
		writeFileSync(join(target, 'own'), 'x');
		expect(await remove.check(context)).toEqual([]);
		expect(context.seen.notes.at(-1)).toContain('is not as kafka-setup put it there');
	});
});
