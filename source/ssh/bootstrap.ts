/**
 * Words by which the host tells how it becomes root, each put behind a token. They end in a dot: an ending that could
 * be the start of a token would be held back.
 */
export const words = {ask: '-ask.', prompt: '-prompt.', noSudo: '-nosudo.', noBash: '-nobash.'} as const;

/**
 * The command that turns a login into a root bash which reads its script from standard input. It goes through a login shell that may be
 * anything, csh and fish too: one line, quoted once, without a quote, backslash or exclamation mark within.
 *
 * - root already: straight on.
 * - `sudo -n` lets us: a password is never asked for and never sent.
 * - else it says so and waits for a line: an attempt that is begun and broken off may count as a failure. Then
 *   `sudo -S`, with a prompt that carries the token: it shows on standard error when sudo is ready to read. `-k` makes
 *   it ask even where a ticket of another session would do.
 *
 * `sudo` gives the status of what it ran, so that ends with 0 always: 1 is left to sudo's own refusal.
 */
export function bootstrap(token: string): string {
	const root = [
		'export LC_ALL=C HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
		'unset BASH_ENV ENV CDPATH IFS',
		'umask 022',
		'cd /root 2>/dev/null || cd /',
		`printf ${token}:0:0/`,
		`printf ${token}:0:0/ >&2`,
		'bash --noprofile --norc',
		'exit 0',
	].join('; ');
	const bash = 'bash --noprofile --norc -c "$B"';
	const script = [
		`B="${root}"`,
		'LC_ALL=C',
		'export LC_ALL',
		`command -v bash >/dev/null 2>&1 || { printf ${token}${words.noBash}; exit 1; }`,
		`if [ "$(id -u)" = 0 ]; then exec ${bash}; fi`,
		`command -v sudo >/dev/null 2>&1 || { printf ${token}${words.noSudo}; exit 1; }`,
		`sudo -n -- ${bash}`,
		'r=$?',
		'[ $r = 1 ] || exit $r',
		`printf ${token}${words.ask}`,
		'read -r go || exit 1',
		`exec sudo -S -k -p ${token}${words.prompt} -- ${bash}`,
	].join('; ');
	return `/bin/sh -c '${script}'`;
}
