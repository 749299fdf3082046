import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {Secret} from '../../../source/core/secret.ts';
import {createSecretResolver} from '../../../source/local/secrets.ts';
import type {TypedSecrets} from '../../../source/ui/wizard/wizard-functions.ts';
import {tempDir} from '../../helpers/temp-dir.ts';
import {looking} from './looking.ts';

const typed = (text: string): TypedSecrets => new Map([['ssh.password', new Secret(text)]]);
const onPassword = {keys: [], password: 'right'};

const noAsking = async (label: string) => {
	throw new Error(`Nobody was to be asked for ${label}.`);
};
const fetching = (environment: NodeJS.ProcessEnv) => createSecretResolver(noAsking, {environment});

/** A reference to a password that counts how often it was fetched. */
function counted() {
	const count = join(tempDir(), 'count');
	return {
		ref: `exec:echo x >> ${count}; echo right`,
		fetched: () => readFileSync(count, 'utf8').trim().split('\n').length,
	};
}

test('a secret with a reference is fetched once, however many hosts want it, and again for a host that is checked again', async () => {
	const {ref, fetched} = counted();
	const {last, set, trust} = await looking(fetching({}));
	const servers = [await set.server(onPassword), await set.server(onPassword)];
	await trust(...servers);
	const look = async () => {
		for (const [index, {port}] of servers.entries()) {
			const {login} = (await last({name: `h${index}`, port}, {password: ref})).items;
			expect(login).toEqual({state: 'ok', text: 'op'});
		}
	};
	await look();
	expect(fetched()).toBe(1);
	await look();
	expect(fetched()).toBe(2);
});

test('each secret is fetched for its own purpose', async () => {
	const {last, known} = await looking(fetching({PW: 'right', SUDO: 'root'}));
	const server = await known({...onPassword, root: {sudoPassword: 'root'}});
	const {items} = await last({name: 'h1', port: server.port}, {password: 'env:PW', sudoPassword: 'env:SUDO'});
	expect(items.sudo).toEqual({state: 'ok', text: 'root'});
});

describe('a secret that is to be typed', () => {
	test.each(['prompt:', 'prompt:ops', undefined])('is the one that was typed: %j', async password => {
		const {last, known} = await looking();
		const server = await known(onPassword);
		const ssh = password === undefined ? {} : {password};
		expect((await last({name: 'h1', port: server.port}, ssh, typed('right'))).items.login).toEqual({state: 'ok', text: 'op'});
	});

	test('and was not yet is no question: the host does not let us in', async () => {
		const {last, known} = await looking();
		const server = await known(onPassword);
		expect((await last({name: 'h1', port: server.port}, {password: 'prompt:'})).items.login).toMatchObject({
			state: 'bad',
			text: 'refused',
		});
		expect(server.tries.filter(one => one.startsWith('password'))).toEqual([]);
	});
});

describe('a password that one host refused', () => {
	test('is not tried again because an answer has changed, only when the operator asks for it', async () => {
		const {set, trust, begin, last, tryAgain} = await looking();
		const servers = [await set.server(onPassword), await set.server(onPassword)];
		await trust(...servers);
		const [h0, h1] = [
			{name: 'h0', port: servers[0]!.port},
			{name: 'h1', port: servers[1]!.port},
		];
		const tries = () => servers.map(server => server.tries.filter(one => one.startsWith('password')).length);
		const [ssh, secrets] = [{password: 'prompt:'}, typed('wrong')];
		await last(h0, ssh, secrets);
		const elsewhere = {controller: ['/a'], zookeeper: ['/b'], kafka: ['/c']};
		await begin(h0, ssh, secrets, elsewhere).end;
		// Another secret was typed meanwhile.
		await last(h1, ssh, new Map([...secrets, ['source.password', new Secret('db')]]));
		expect(tries()).toEqual([1, 0]);
		tryAgain();
		await last(h0, ssh, secrets);
		expect(tries()).toEqual([2, 0]);
	});

	test('is not tried on the next host with the same way in', async () => {
		const {last, set, trust} = await looking();
		const servers = [await set.server(onPassword), await set.server(onPassword)];
		await trust(...servers);
		const secrets = typed('wrong');
		for (const [index, {port}] of servers.entries()) {
			const {login} = (await last({name: `h${index}`, port}, {password: 'prompt:'}, secrets)).items;
			expect(login).toMatchObject({state: 'bad', text: 'refused'});
		}
		expect(servers.map(server => server.tries.filter(one => one.startsWith('password')))).toEqual([['password:wrong'], []]);
	});

	test('is forgotten once another one was typed', async () => {
		const {last, set, trust} = await looking();
		const servers = [await set.server(onPassword), await set.server(onPassword)];
		await trust(...servers);
		await last({name: 'h0', port: servers[0]!.port}, {password: 'prompt:'}, typed('wrong'));
		const {login} = (await last({name: 'h1', port: servers[1]!.port}, {password: 'prompt:'}, typed('right'))).items;
		expect(login).toEqual({state: 'ok', text: 'op'});
	});

	test('has nothing to do with a host of another way in', async () => {
		const {last, set, trust} = await looking(fetching({A: 'wrong', B: 'right'}));
		const servers = [await set.server(onPassword), await set.server(onPassword)];
		await trust(...servers);
		expect((await last({name: 'h0', port: servers[0]!.port}, {password: 'env:A'})).items.login?.state).toBe('bad');
		expect((await last({name: 'h1', port: servers[1]!.port}, {password: 'env:B'})).items.login?.state).toBe('ok');
	});
});
