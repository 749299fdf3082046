import {keyBegins} from './secret-lines.ts';

const secretName =
	/(?:pass(?:word|wd|phrase|code)|secret|token|credentials?(?:\.json)?|(?:^|\.)jaas\.config)\d*$|(?:basic\.auth\.|proxy\.)user[._-]?info$|(?:^|[._-])(?:pass|pwd|pw)$|superdigest$|auth(?:orization)?[._-]?header$|(?:^|[._-])az[\w.-]{0,60}[._-](?:sas|connection[._-]?string)$/i;

/** What stands before "key" in the name of a key of a cipher or of an account: a pattern. `clientKey` alone is a file to SQL Server's driver. */
export const secretKeyWords =
	'(?:private|pvt|access|account|api|secret|shared|master|crypt(?:ion)?|signing|provider[._-]?client)';
const keyName = new RegExp(`[._-]key$|${secretKeyWords}[._-]?key(?:[._-]?base64)?$`, 'i');
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

/** An option of a program with a secret as its value, such as `--password X`, curl's `-u USER:PASSWORD`, or sshpass' `-p X`. */
const isOption =
	/(?<!\S)--?[\w-]{0,40}(?:pass(?!wordauthentication)|secret|token|pw)[\w-]{0,40}(?:=|\s+)[^\s-]|(?<!\S)(?:-u|--user|--[\w-]{0,40}auth)(?:=|\s+)\S{1,200}:\S|\bsshpass(?:\s{1,8}-[^p\s]\S{0,64}(?:\s{1,8}(?!ssh\b)[^\s-]\S{0,64})?){0,4}\s{1,8}-p\s{0,8}\S/i;

/** The same with `-p`, which is a port or a path to other programs: behind a user, and of MySQL's clients without a blank. */
const isShortOption =
	/(?<!\S)(?:-u|--user(?:name)?)(?:\s{1,8}|=)[^\s-]\S{0,63}\s{1,8}-p\s{0,8}(?![\d.:]{1,64}(?!\S)|[-/])\S|\b(?:mysql|mariadb)[\w-]{0,16}(?:\s{1,8}\S{1,64}){0,8}\s{1,8}-p[^\s-]/;

const optionTells = (text: string): boolean => isOption.test(text) || isShortOption.test(text);

/** Without what is no secret: MySQL says whether there was a password; Oracle's URLs without a login have the sign of one all the same. */
const withoutOracle = (text: string) =>
	text.replace(/jdbc:oracle:[a-z0-9]+:\/?@/gi, '').replace(/\(using password: (?:YES|NO)\)/g, '');

/** What a header of HTTP logs in with; with no `Authorization` before it only what can be no word. */
const header = /authorization\\{0,3}["']?\s{0,8}[:=]\s{0,8}\\{0,3}["']?(?:basic|bearer)\s{1,8}[^\s$"'\\]/i;
const bearer = /\bBearer (?=[\w+/=.~-]{0,200}\d)[\w+/=.~-]{8}/;
const basic = /\bBasic ([A-Za-z\d+/]{4,400}={0,2})/g;

function isLogin(base64: string): boolean {
	try {
		return /^[^\x00-\x1f\x7f]*:[^\x00-\x1f\x7f]*$/.test(atob(base64.slice(0, base64.length - (base64.length % 4))));
	} catch {
		return false;
	}
}

const hasHeader = (text: string): boolean =>
	header.test(text) || bearer.test(text) || [...text.matchAll(basic)].some(([, value]) => isLogin(value!));

/** A statement that gives a password to a user. Behind a string of a query that only ends in such words stands no character of one. */
const inSql =
	/\b(?:with|set|encrypted)\s{1,8}password\s{1,8}\\{0,3}'[^'\s,)]|\b(?:(?:create|alter)\s{1,8}(?:user|role|login)|grant)\s.{0,200}\b(?:password\s{1,8}\\{0,3}'[^'\s,)]|identified\s{1,8}(?:with\s{1,8}\S{1,64}\s{1,8})?by\s)/i;
/** Words of such a statement in a text that may be a part of one. */
const likeSql =
	/\bidentified\s{1,8}(?:with\s{1,8}\S{1,64}\s{1,8})?by\s{1,8}(?:(?:values|password)\s{1,8})?\\{0,3}'|\bpassword\s{1,8}'[^']/i;
/** With what is a name to some databases it is one of prose as well. */
const likeSqlQuoted = /\bIDENTIFIED BY "/;
/** Oracle's USER/PASSWORD before the `@`, and the key of an encrypted file of SQLite. */
const inUrl = /\b(?:thin|oci8?|kprb):[^\s@/:]{1,128}\/[^\s@]{1,256}@|\bjdbc:sqlite:\S{0,500}[?&;]\w{0,20}key=[^\s&;]/i;

/** What is a secret wherever it stands. */
const showsSecret = (text: string): boolean => hasHeader(text) || inSql.test(text) || inUrl.test(text) || keyBegins.test(text);

/** Whether a text may have a login in it, such as `user:password@host` or `;password=…`, whatever its key: to be hidden where it is shown. */
export function holdsLogin(text: string): boolean {
	const own = withoutOracle(text).replace(/\$\{[^{}]*\}/g, '');
	return (
		/:[^\s@:]*@|\/\/[^\s/@]+@/.test(own) || optionTells(own) || assigns(own, namesSecret) || showsSecret(own) || likeSql.test(own)
	);
}

/** `USER:PASSWORD@HOST:PORT`, as a proxy is named. Principals such as `User:name@REALM` have no port, patterns no name of a host. */
const proxyLogin = /^[^\s:@/=]{1,128}:[^\s@]{1,256}@(?:[\w.-]{1,255}|\[[\da-f:.]{2,45}\]):\d{1,5}\/?$/i;

/** Whether a text has a secret in it for sure: a URL with a login, or a parameter such as `password=…`. */
export function carriesSecret(text: string): boolean {
	const withLogin = (word: string) => (word.includes('//') && word.includes('@', word.indexOf('//'))) || proxyLogin.test(word);
	return (
		withoutOracle(text)
			.split(/[\s?;,]+/)
			.some(withLogin) ||
		assigns(text, (name, sign) => sign === '=' && looksSecret(name)) ||
		showsSecret(text)
	);
}

/** Whether a command line, or a part of one, has a secret in it for sure. */
export const commandCarriesSecret = (text: string): boolean => carriesSecret(text) || optionTells(text);

/** Whether a line of a log or of a program's output may tell a secret: it is hidden whole. Words such as `main:Peer@98` are no login. */
export const tellsSecret = (line: string): boolean =>
	commandCarriesSecret(line) ||
	assigns(withoutOracle(line), namesSecret) ||
	likeSql.test(line) ||
	likeSqlQuoted.test(line) ||
	/\b(?:Basic|Bearer) [\w+/=.~-]{8}/.test(line);

/** Whether a value is one reference of Kafka's config providers, `${PROVIDER:…}`: not the secret, but where it is. */
export const isReference = (value: string): boolean => /^\$\{[A-Za-z][\w-]*:[^{}]+\}$/.test(value.trim());
