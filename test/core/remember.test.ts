import {expect, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import type {Step} from '../../source/core/plan.ts';
import {go, hosts, stageOf} from '../helpers/world.ts';

test('a stage asks an equal question once before a change, and again after it', async () => {
	const asked: string[] = [];
	const files = new Map([
		['x', 'old'],
		['y', 'y'],
	]);
	const file = (id: string, path: string): Step => ({
		id,
		title: id,
		async check({exec}) {
			const {stdout} = await exec(sh`cat ${path}`);
			return stdout === path ? [] : [{what: `change ${path}`}];
		},
		async apply() {
			files.set(path, path);
		},
	});
	const exec = async ({text}: {readonly text: string}) => {
		asked.push(text);
		return {code: 0, stdout: files.get(text.slice('cat '.length)) ?? '', stderr: ''};
	};
	const stages = [stageOf('one', [file('y', 'y'), file('x', 'x'), file('service', 'x')], hosts.slice(0, 1))];
	expect((await go(stages, 'apply', {exec})).lines).toEqual(['one/a/y ok', 'one/a/x changed', 'one/a/service ok']);
	expect(asked).toEqual(['cat y', 'cat x', 'cat x', 'cat x']);
	asked.length = 0;
	expect((await go(stages, 'apply', {exec})).recap.total).toMatchObject({ok: 3});
	expect(asked).toEqual(['cat y', 'cat x']);
});
