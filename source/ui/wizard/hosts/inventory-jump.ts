/** `[user@]host[:port]`, several separated by commas. */
const jumpPattern = /^[\w.%:@[\]-]+(?:,[\w.%:@[\]-]+)*$/;

/** Options that change nothing where host keys are asked for and connections are kept open anyway. */
const needless =
	/^(?:ControlMaster|ControlPath|ControlPersist|StrictHostKeyChecking|UserKnownHostsFile|GlobalKnownHostsFile|ServerAlive\w+|ConnectTimeout|ForwardAgent|LogLevel|BatchMode|PreferredAuthentications|Compression)$/i;

/** The words of a shell-like text; quotes hold words together and are taken off. */
const wordsOf = (text: string): readonly string[] =>
	(text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map(word => word.replace(/["']/g, ''));

/** `ssh -W %h:%p HOST`, with -q, -l, -p and options that need not be taken. */
function jumpOfCommand(words: readonly string[]): string | undefined {
	if (!/^(?:\/[\w./-]*\/)?ssh$/.test(words[0] ?? '')) return undefined;
	const given = new Map<string, string>();
	const hosts: string[] = [];
	for (let at = 1; at < words.length; at++) {
		const [, flag = '', glued = ''] = /^-([A-Za-z])(.*)$/.exec(words[at]!) ?? [];
		if (flag === '') hosts.push(words[at]!);
		else if ('WlpoiFJ'.includes(flag)) given.set(flag, glued === '' ? (words[++at] ?? '') : glued);
	}
	const [host] = hosts;
	// A key of its own, a file or a further jump is more than a ProxyJump says.
	const more = ['i', 'F', 'J'].some(flag => given.has(flag));
	if (host === undefined || hosts.length > 1 || more || !/^\[?%h\]?:%p$/.test(given.get('W') ?? '')) return undefined;
	const [user, port] = [given.get('l'), given.get('p')];
	const jump = `${user === undefined || host.includes('@') ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`;
	return jumpPattern.test(jump) ? jump : undefined;
}

/** The options of ssh in a text, as `ansible_ssh_common_args` has them. */
function optionsOf(text: string): readonly (readonly [name: string, value: string])[] {
	// A ProxyCommand that is not in quotes of its own goes to the end, or to the next option of ssh itself.
	const words = wordsOf(text.replace(/(ProxyCommand[= ])(?!["'])(.*?)(?=\s+-o\s+\w+=(?!.*%p)|$)/i, '$1"$2"'));
	const found: [string, string][] = [];
	for (let at = 0; at < words.length; at++) {
		const word = words[at]!;
		if (word.startsWith('-J')) found.push(['ProxyJump', word.slice(2) || (words[++at] ?? '')]);
		else if (word.startsWith('-o')) {
			const option = word.slice(2) || (words[++at] ?? '');
			const [, name = option, value = ''] = /^(\w+)[=\s]\s*(.*)$/s.exec(option) ?? [];
			found.push([name, value === '' ? (words[++at] ?? '') : value]);
		} else found.push([word, '']);
	}
	return found;
}

/** The jump host that arguments of ssh name, as a ProxyJump says it, and the names of the options that were not understood. */
export function jumpIn(text: string): {readonly jump?: string; readonly rest: readonly string[]} {
	const rest: string[] = [];
	let jump: string | undefined;
	for (const [name, value] of optionsOf(text)) {
		const found = /^ProxyCommand$/i.test(name)
			? jumpOfCommand(wordsOf(value))
			: /^ProxyJump$/i.test(name) && jumpPattern.test(value)
				? value
				: undefined;
		if (found !== undefined) jump = found;
		else if (!needless.test(name) && name !== '-C' && name !== '-q') rest.push(/^-?\w+$/.test(name) ? name : 'further options');
	}
	return {...(jump === undefined ? {} : {jump}), rest: [...new Set(rest)]};
}
