import {joined, rawCommand, sh} from '../../core/command.ts';

/**
 * Words by which the host tells how it becomes root, each put behind a token. They end in a dot: an ending that could
 * be the start of a token would be held back.
 */
export const words = {ask: '-ask.', prompt: '-prompt.', noSudo: '-nosudo.', noBash: '-nobash.'} as const;

const bash = rawCommand('bash --noprofile --norc -c "$B"');

/** What root's bash does, told in double quotes. */
const root = joined(
	[
		sh`export LC_ALL=C HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
		sh`unset BASH_ENV ENV CDPATH IFS TMOUT`,
		sh`umask 022`,
		sh`cd /root 2>/dev/null || cd /`,
		sh`printf $T:0:0/`,
		sh`printf $T:0:0/ >&2`,
		sh`bash --noprofile --norc`,
		sh`exit 0`,
	],
	'; ',
);

/**
 * The command that turns a login into a root bash which reads its script from standard input. It goes through a login shell that may be
 * anything, csh and fish too: one line, quoted once, without a quote, backslash or exclamation mark within.
 *
 * - root already: straight on.
 * - `sudo -n` lets us: a password is never asked for and never sent.
 * - else it says so, on both streams, so that what sudo said stands before it, and waits for a line: an attempt that is begun and broken off may count as a failure. Then
 *   `sudo -S`, with a prompt that carries the token: it shows on standard error when sudo is ready to read. `-k` makes
 *   it ask even where a ticket of another session would do.
 *
 * `sudo` gives the status of what it ran, so that ends with 0 always: 1 is left to sudo's own refusal.
 */
export function bootstrap(token: string): string {
	const lines = [
		// The token goes into B here, where it is a word without a blank or a quote.
		sh`T=${token}`,
		sh`B="${root}"`,
		sh`LC_ALL=C`,
		sh`export LC_ALL`,
		sh`command -v bash >/dev/null 2>&1 || { printf $T${words.noBash}; exit 1; }`,
		sh`if [ "$(id -u)" = 0 ]; then exec ${bash}; fi`,
		sh`command -v sudo >/dev/null 2>&1 || { printf $T${words.noSudo}; exit 1; }`,
		sh`sudo -n -- ${bash}`,
		sh`r=$?`,
		sh`[ $r = 1 ] || exit $r`,
		sh`printf $T${words.ask}`,
		sh`printf $T${words.ask} >&2`,
		sh`read -r go || exit 1`,
		sh`exec sudo -S -k -p $T${words.prompt} -- ${bash}`,
	];
	return sh`/bin/sh -c ${joined(lines, '; ').text}`.text;
}
