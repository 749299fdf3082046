import type {Entry} from '../diagnosis/entry.ts';

/** The mirrors that were asked, as far as the output names them. */
export const asked = (lines: readonly string[]) => {
	const hosts = lines.flatMap(line => /\bhttps?:\/\/[^\s/]{1,255}/.exec(line)?.[0] ?? []);
	return hosts.length === 0 ? '' : ` (asked: ${[...new Set(hosts)].slice(0, 5).join(', ')})`;
};

const reach =
	'Look whether the host reaches it (curl -I), and whether a proxy is set for its package manager. Another mirror: platform.packages.url. Then run it again.';

/** They go on without a source that they do not reach, and then miss what may have been there. */
const nowhere =
	/^E: Unable to locate package|^E: Version '|has no installation candidate|Unable to find a match|^No match for argument/;

const first = (words: readonly string[]) => words.find(word => word !== '') ?? '';

/** What apt and dnf say of the way to a mirror and of its answer: the narrower before the wider. */
export const mirrorEntries: readonly Entry[] = [
	{
		id: 'package-tls',
		cause: 'the certificate of the package mirror is not trusted by the host',
		says: 'Certificate verification failed',
		patterns: [
			/Certificate verification failed|Curl error \(60\)|SSL certificate problem|[Ss]erver certificate verification failed|certificate is NOT trusted|SSL peer certificate or SSH remote key was not OK/,
		],
		fixes: [
			'A proxy that opens TLS, or a mirror of your own: add its authority to those that the host trusts (update-ca-certificates, update-ca-trust). A wrong clock says the same: timedatectl.',
		],
	},
	{
		id: 'package-proxy',
		cause: 'the proxy does not let the package manager through',
		says: '407 Proxy Authentication Required',
		patterns: [
			/407\s+Proxy Authentication Required|(?:Received HTTP code|CONNECT tunnel failed, response) (?:40[137]|5\d\d)\b|Invalid response from proxy: HTTP\/\S+ \d{3} [\w ]{1,40}/,
		],
		named: ([text]) => `the proxy does not let the package manager through (${text!.trim()})`,
		fixes: [
			'See which proxy is set: apt-config dump | grep -i proxy, or proxy in /etc/dnf/dnf.conf, and the environment of root. 407: it wants a user and a password; else have the mirror allowed, or excepted from the proxy.',
		],
	},
	{
		id: 'package-mirror-timeout',
		cause: 'the package mirror does not answer in time',
		says: 'Curl error (28)',
		patterns: [
			/Curl error \(28\)|Timeout was reached|Connection timed out after \d+ milli|Operation too slow|^\s*Connection timed out \[IP: /,
		],
		named: (_, lines) => `the package mirror does not answer in time${asked(lines)}`,
		fixes: [reach],
	},
	{
		id: 'package-mirror-unreached',
		cause: 'the package mirror is not reached',
		says: 'Could not connect to',
		patterns: [
			/Failed to connect to (\S+) port|Could not connect to (?!address=|server(?: for |\]|$))(\S+)|Could not resolve host:? '?([^'"\s;\]]+)|Could not resolve '([^']+)'|Temporary failure resolving '([^']+)'|Unable to connect to (\S+?):?$/,
		],
		named: ([, ...names], lines) =>
			`the package mirror ${first(names).replace(/:$/, '')} is not reached${lines.some(line => nowhere.test(line)) ? ', and no other source has the package' : ''}`,
		fixes: [
			reach,
			'If the package is none of that mirror: its own source lacks it, or is not set up on the host (apt-cache policy, dnf repolist).',
		],
	},
	{
		id: 'package-connection-broken',
		cause: 'the connection to the package mirror breaks off',
		says: 'Curl error (35)',
		patterns: [
			/Curl error \((?:18|35|52|55|56|92)\)|Could not handshake: |Connection reset by peer \[IP: |Connection failed \[IP: /,
		],
		named: (_, lines) => `the connection to the package mirror breaks off${asked(lines)}`,
		fixes: [reach],
	},
	{
		id: 'package-mirror-refuses',
		cause: 'the package mirror, or a proxy on the way, refuses with an error',
		says: '403 Forbidden',
		patterns: [
			/(?:^\s*|Failed to fetch \S+\s+)((?:40[13]|410|429|5\d\d)\s+(?:Unauthorized|Authorization Required|Forbidden|Gone|Too Many Requests|Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out))|(Status code: (?:40[13]|410|429|5\d\d)) for |\[Errno 14\] (HTTPS? Error (?:40[13]|410|429|5\d\d))/,
		],
		named: ([, ...words], lines) =>
			`the package mirror, or a proxy on the way, refuses with an error (${first(words).replaceAll(/\s+/g, ' ')})${asked(lines)}`,
		fixes: [reach],
	},
];

/** What they say of what a mirror has. */
export const sourceEntries: readonly Entry[] = [
	{
		id: 'package-clock',
		cause: "the host's clock is behind: the index of a package source is dated in the future",
		says: 'is not valid yet (invalid for another',
		patterns: [/is not valid yet \(invalid for another ([^)]{1,60})\)/],
		named: ([, time]) => `the host's clock is behind: the index of a package source is valid only in ${time}`,
		fixes: ['Set the clock (timedatectl, and a time service such as chrony), then run it again.'],
	},
	{
		id: 'package-expired',
		cause: 'the index of a package source has expired',
		says: 'is expired (invalid since',
		patterns: [/Release file for (\S+) is expired \(invalid since/],
		named: ([, source]) => `the index of a package source has expired: ${source}`,
		fixes: [
			'Look at the clock of the host (timedatectl). If it is right, that mirror is not renewed any more: of an archived release, or a copy whose sync has stopped. Put another source in its place.',
		],
	},
	{
		id: 'package-release-changed',
		cause: 'a package source of the host has changed its name or suite, and apt wants that accepted',
		says: "changed its 'Suite' value from",
		patterns: [/Repository '([^']+)' changed its '(?:\w+)' value from '[^']*' to '[^']*'/],
		named: ([, source]) => `a package source of the host has changed its name or suite, and apt wants that accepted: ${source}`,
		fixes: [
			'The distribution of the host has got older or was renamed. If that source is still the right one for it: apt-get update --allow-releaseinfo-change, then run it again.',
		],
	},
	{
		id: 'package-file-missing',
		cause: 'the package mirror lacks a file it should have',
		says: '404 Not Found',
		patterns: [
			/(?:^\s*|Failed to fetch \S+\s+|\[Errno 14\] )(404\s+Not Found.*|HTTPS? Error 404.*)|(Status code: 404.*)|(requested URL returned error: 404)/,
		],
		named: ([, ...words]) => `the package mirror lacks a file it should have (${first(words).trim()})`,
		fixes: [reach],
	},
	{
		id: 'package-no-release',
		cause: 'a package source of the host is none for this system: it has no Release file',
		says: 'does not have a Release file',
		patterns: [/The repository '([^']+)' (?:does not have|no longer has) a Release file/],
		named: ([, source]) => `a package source of the host is none for this system, it has no Release file: ${source}`,
		fixes: [
			'Find it with grep -r in /etc/apt/sources.list.d. Of another tool: correct or remove it. Of ours: compare platform.packages.url with what the mirror has.',
		],
	},
	{
		id: 'package-foreign-answer',
		cause: 'what came is no index of a package source: a proxy or a login page answers in its place',
		says: 'does the network require authentication?',
		patterns: [/Clearsigned file isn't valid, got '\w+'|Splitting up \S+ into data and signature failed/],
		fixes: [
			'Nothing was installed. See what comes: curl -s URL/dists/SUITE/InRelease | head, on the host. Have the mirror allowed in the proxy, or log in to the network.',
		],
	},
	{
		id: 'package-source-form',
		cause: 'a file with package sources on the host cannot be read',
		says: 'The list of sources could not be read',
		patterns: [
			/Malformed (?:entry|stanza|line) \d+ in (?:list file|source list) (\S+)|Type '[^']*' is not known on (?:line|stanza) \d+ in source list (\S+)|The list of sources could not be read/,
		],
		named: ([, ...files]) =>
			`a file with package sources on the host cannot be read${files.some(Boolean) ? `: ${first(files)}` : ''}`,
		fixes: [
			'Correct that file, or move it out of /etc/apt/sources.list.d, then run it again. kafka-setup writes its own sources alone.',
		],
	},
	{
		id: 'package-no-sources',
		cause: 'the host has no package source that is switched on',
		says: 'There are no enabled repositories',
		patterns: [/There are no enabled repositories|There are no enabled repos\b/],
		fixes: [
			'See dnf repolist --all. A host of Red Hat that is not registered has none: subscription-manager register, or sources of your own in /etc/yum.repos.d.',
		],
	},
	{
		id: 'package-unsigned',
		cause: 'a package source has no signature, or none that could be fetched',
		symptom: true,
		says: 'is not signed',
		patterns: [/The repository '([^']+)' is (?:not|no longer) signed|There were unauthenticated packages and -y was used/],
		named: ([, source]) =>
			`a package source has no signature, or none that could be fetched${source === '' ? '' : `: ${source}`}`,
		fixes: [
			'Nothing was installed. Look at its address (curl -I of its InRelease), and whether its mirror signs: one of your own needs a signed index, and its key under platform.packages.key.',
		],
	},
	{
		id: 'package-metadata',
		cause: 'no mirror of a package source gave what it has',
		says: 'Failed to download metadata for repo',
		symptom: true,
		patterns: [
			/Failed to download metadata for repo '([^']+)'|Cannot download repomd\.xml|Failed to synchronize cache for repo|Cannot find a valid baseurl for repo/,
		],
		fixes: [reach],
	},
];
