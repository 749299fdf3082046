const secretName =
	/(?:pass(?:word|wd|phrase|code)|secret|token|credentials?(?:\.json)?|(?:^|\.)jaas\.config)\d*$|(?:basic\.auth\.|proxy\.)user[._-]?info$|(?:^|[._-])(?:pass|pwd)$/i;

/** Names that end in "key" and name a key of a cipher or of an account. */
const keyName =
	/[._-]key$|(?:private|pvt|access|account|api|secret|shared|master|encryption|signing)[._-]?key(?:[._-]?base64)?$/i;
/** Those that name a part of a record, or what everyone may know. */
const openKeyName =
	/(?:^|[._-])(?:message|record|partition(?:ing)?|primary|foreign|public|row|sort|routing|join|group|cache|header|event|document)[._-]key$/i;

/** Whether a key names something that must not be read by others: a password, a passphrase, a secret, a token, a private key, a login of JAAS. */
export function looksSecret(key: string): boolean {
	return secretName.test(key) || (keyName.test(key) && !openKeyName.test(key));
}

/** The same with a wider net, for what is shown. */
export function namesSecret(key: string): boolean {
	return (
		looksSecret(key) || /^auth$|pass|secret|token|pwd|credential|jaas|priv\w{0,16}[._-]?key|(?:^|[._-])\w{0,8}pw$/i.test(key)
	);
}

/** `NAME=`, and with `:` also `NAME:`, `"NAME":` and `\"NAME\":`, within a text. Each character is looked at a bounded number of times: it may be a host's. */
const assignments = /(?<![\w.-])([\w.-]{1,256})\\{0,3}["']?\s*(=|:)\s*(?=[^\s"']|["'][^"'])/g;

const assigns = (text: string, isSecret: (name: string, sign: string) => boolean): boolean =>
	[...text.matchAll(assignments)].some(([, name, sign]) => isSecret(name!, sign!));

/** An option of a program with a secret as its value, such as `--password X`, or curl's `-u USER:PASSWORD`. */
const isOption =
	/(?<!\S)--?[\w-]{0,40}(?:pass|secret|token|passw|pw)[\w-]{0,40}(?:=|\s+)[^\s-]|(?<!\S)(?:-u|--user)\s+\S{1,200}:\S/i;

/** Without what is no secret: MySQL says whether there was a password; Oracle's URLs without a login have the sign of one all the same. */
const withoutOracle = (text: string) =>
	text.replace(/jdbc:oracle:[a-z0-9]+:\/?@/gi, '').replace(/\(using password: (?:YES|NO)\)/g, '');

/** Whether a text may have a login in it, such as `user:password@host` or `;password=…`, whatever its key: to be hidden where it is shown. */
export function holdsLogin(text: string): boolean {
	const own = withoutOracle(text).replace(/\$\{[^{}]*\}/g, '');
	return /:[^\s@:]*@|\/\/[^\s/@]+@/.test(own) || isOption.test(own) || assigns(own, namesSecret);
}

/** Whether a text has a secret in it for sure: a URL with a login, or a parameter such as `password=…`. */
export function carriesSecret(text: string): boolean {
	const withLogin = (word: string) => word.includes('//') && word.includes('@', word.indexOf('//'));
	return (
		withoutOracle(text)
			.split(/[\s?;,]+/)
			.some(withLogin) || assigns(text, (name, sign) => sign === '=' && looksSecret(name))
	);
}

/** Whether a line of a log or of a program's output may tell a secret: it is hidden whole. Words such as `main:Peer@98` are no login. */
export const tellsSecret = (line: string): boolean =>
	carriesSecret(line) ||
	isOption.test(line) ||
	assigns(withoutOracle(line), namesSecret) ||
	/\b(?:Basic|Bearer) [\w+/=.~-]{8}/.test(line);

/** Whether a value is one reference of Kafka's config providers, `${PROVIDER:…}`: not the secret, but where it is. */
export const isReference = (value: string): boolean => /^\$\{[A-Za-z][\w-]*:[^{}]+\}$/.test(value.trim());
