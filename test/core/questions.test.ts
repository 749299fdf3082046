import {expect, test} from 'vitest';
import {rawCommand} from '../../source/core/command.ts';
import type {Connection, ExecOptions} from '../../source/core/connection.ts';
import type {Context} from '../../source/core/plan.ts';
import {compare, converge} from '../../source/core/run-step.ts';
import {debian} from '../helpers/context.ts';

test('what a check asks is a question, with a time in which it is answered; what changes or proves a host takes as long as it takes', async () => {
	const asked: [string, ExecOptions['long']][] = [];
	const connection: Connection = {
		exec: async ({text}, options) => {
			asked.push([text, options?.long]);
			return {code: 0, stdout: '', stderr: ''};
		},
		dial: () => Promise.reject(new Error('nobody dials')),
		close: async () => {},
	};
	const session = {host: {name: 'kafka-01'}, connection, facts: debian};
	const services = {emit() {}, signal: new AbortController().signal, reconnect: async () => session};
	const ref = {stage: 's', host: 'kafka-01', step: 'x'};
	let left = 1;
	const step = {
		id: 'x',
		title: 'X',
		check: async ({exec}: Context) => {
			await exec(rawCommand('check'));
			return left-- > 0 ? [{what: 'do x'}] : [];
		},
		apply: async ({exec}: Context) => void (await exec(rawCommand('apply'))),
	};
	await converge(session, ref, step, services);
	await converge(session, ref, {id: 'p', title: 'P', apply: step.apply}, services);
	await compare(session, ref, step, services);
	expect(asked).toEqual([
		['check', undefined],
		['apply', true],
		['check', undefined],
		['apply', true],
		['check', undefined],
	]);
});
