import {expect, test} from 'vitest';
import {loginFindings, refusalFindings} from '../../../source/commands/install/login-findings.ts';
import {ConnectError} from '../../../source/core/errors.ts';
import {ChangedHostKeyError, LoginError, SudoError, UnknownHostKeyError, UnreachableError} from '../../../source/ssh/errors.ts';

const key = {type: 'ssh-ed25519', fingerprint: 'SHA256:abc'};
const reach = {state: 'ok', text: ''};
const hostKey = {state: 'ok', text: 'known'};
const unknown = (host: string, keys = [key]) =>
	new UnknownHostKeyError(`${host}: Host key verification failed: unknown key.`, {
		host,
		address: '10.0.0.1',
		port: 22,
		keys,
		hint: 'Compare.',
	});

test('a host that let someone in has them all', () => {
	expect(loginFindings('ops')).toEqual({reach, hostKey, login: {state: 'ok', text: 'ops'}, sudo: {state: 'ok', text: 'root'}});
});

test('a host that was not reached has no more to say', () => {
	const error = new UnreachableError('kafka-01: no route to host.', {hint: 'Is it up?'});
	expect(refusalFindings(error, 'kafka-01')).toEqual({
		items: {reach: {state: 'bad', text: 'unreachable', hint: 'no route to host.\nIs it up?'}},
	});
});

test('the key of a host that is not known is there to be accepted, and is no finding yet', () => {
	expect(refusalFindings(unknown('kafka-01'), 'kafka-01')).toEqual({items: {reach}, unknownKey: key});
});

test('the key of a jump host can not be accepted on the line of the host behind it', () => {
	expect(refusalFindings(unknown('bastion'), 'kafka-01')).toEqual({
		items: {
			reach,
			hostKey: {state: 'bad', text: 'not known', hint: 'bastion: Host key verification failed: unknown key.\nCompare.'},
		},
	});
});

test('where there is no key to show, there is none to accept', () => {
	const {unknownKey, items} = refusalFindings(unknown('kafka-01', []), 'kafka-01');
	expect(unknownKey).toBeUndefined();
	expect(items.hostKey).toMatchObject({state: 'bad', text: 'not known'});
});

test('a key that changed is never offered to be accepted', () => {
	const error = new ChangedHostKeyError('kafka-01: its host key has changed.', {known: [key], presented: key, hint: 'Ask.'});
	expect(refusalFindings(error, 'kafka-01')).toEqual({
		items: {reach, hostKey: {state: 'bad', text: 'changed', hint: 'its host key has changed.\nAsk.'}},
	});
});

test('a login that was refused has a key that is well', () => {
	expect(refusalFindings(new LoginError('kafka-01: no key was taken.'), 'kafka-01')).toEqual({
		items: {reach, hostKey, login: {state: 'bad', text: 'refused', hint: 'no key was taken.'}},
	});
});

test('where sudo refused, the login is well', () => {
	expect(refusalFindings(new SudoError('kafka-01: there is no sudo.'), 'kafka-01')).toEqual({
		items: {reach, hostKey, login: {state: 'ok', text: ''}, sudo: {state: 'bad', text: 'refused', hint: 'there is no sudo.'}},
	});
});

test('only the name of the host itself is taken off, whole', () => {
	const hintOf = (message: string) => refusalFindings(new ConnectError(message), 'kafka-01').items.reach?.hint;
	expect(hintOf('kafka-011: gone')).toBe('kafka-011: gone');
	expect(hintOf('kafka-01 is gone')).toBe('kafka-01 is gone');
	expect(hintOf('bastion: kafka-01: gone')).toBe('bastion: kafka-01: gone');
});
