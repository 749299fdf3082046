import type {SetupError} from '../../core/errors.ts';
import {ChangedHostKeyError, LoginError, SudoError, UnknownHostKeyError} from '../../ssh/errors.ts';
import type {Finding, HostProbe} from '../../ui/wizard/wizard-functions.ts';

type Items = HostProbe['items'];

const ok = (text: string): Finding => ({state: 'ok', text});

/** What the table has no room for. The host's name stands beside it. */
function bad(text: string, {message, hint}: SetupError, host: string): Finding {
	const told = message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
	return {state: 'bad', text, hint: hint === undefined ? told : `${told}\n${hint}`};
}

/** A host that let `user` in and made them root. */
export const loginFindings = (user: string): Items => ({reach: ok(''), hostKey: ok('known'), login: ok(user), sudo: ok('root')});

/** How far the way in led, and what stopped it. */
export function refusalFindings(error: SetupError, host: string): Omit<HostProbe, 'done'> {
	const reach = ok('');
	const hostKey = ok('known');
	if (error instanceof UnknownHostKeyError) {
		const [key] = error.keys;
		// A jump host has no line of its own to accept its key on.
		if (key !== undefined && error.host === host) return {items: {reach}, unknownKey: key};
		return {items: {reach, hostKey: bad('not known', error, host)}};
	}
	if (error instanceof ChangedHostKeyError) return {items: {reach, hostKey: bad('changed', error, host)}};
	if (error instanceof LoginError) return {items: {reach, hostKey, login: bad('refused', error, host)}};
	if (error instanceof SudoError) return {items: {reach, hostKey, login: ok(''), sudo: bad('refused', error, host)}};
	return {items: {reach: bad('unreachable', error, host)}};
}

/** A host that let us in, and did not tell what it is. */
export function noFacts({message, hint}: SetupError, login: Items): Omit<HostProbe, 'done'> {
	return {items: {...login, os: {state: 'bad', text: 'no answer', hint: hint === undefined ? message : `${message}\n${hint}`}}};
}
