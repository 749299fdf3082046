import {remoteWords} from '../core/text.ts';
import {LoginError, UnreachableError} from './errors.ts';
import type {Auth} from './login/auth.ts';
import {closedHint, type Place, socketError} from './socket.ts';

/** The host hung up; `agreed`: after the handshake. */
export function closedError({name}: Place, agreed: boolean): UnreachableError {
	return new UnreachableError(
		`${name}: the host closed the connection ${agreed ? 'during the login' : 'before the ssh handshake was done'}.`,
		{hint: closedHint},
	);
}

/** ssh2's errors, in an operator's words. */
export function whatHappened(place: Place, error: Error & {level?: string; code?: string}, ways: Auth): Error {
	const {name} = place;
	if (error.level === 'client-authentication') return ways.refusal();
	if (/too many authentication failures/i.test(error.message)) {
		const {message, hint} = ways.tooMany();
		return new LoginError(`${message}\n  The host ended it: too many failures.`, {
			...(hint === undefined ? {} : {hint}),
			cause: error,
		});
	}
	const nothingInCommon = /no matching (.+)$/.exec(error.message)?.[1];
	if (nothingInCommon !== undefined) {
		return new UnreachableError(`${name}: no common ${remoteWords(nothingInCommon)} with its sshd.`, {
			hint: `Its sshd offers only what is too old (SHA-1) or too new (post-quantum alone) for kafka-setup. See “ssh -vv ${name}”, and add a common one to its sshd_config, such as curve25519-sha256 or rsa-sha2-512. Or let OpenSSH’s own ssh carry the login (“transport: system” under “ssh:” in the cluster file).`,
			cause: error,
		});
	}
	if (error.level === 'client-socket') return socketError(place, error as NodeJS.ErrnoException);
	if (/lost before handshake/i.test(error.message)) return closedError(place, false);
	return new UnreachableError(`${name}: ${remoteWords(error.message)}`, {hint: closedHint, cause: error});
}
