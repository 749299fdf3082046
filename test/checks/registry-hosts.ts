/** What stands in the name of a package registry or a mirror of one, and in no other host's that we write of. */
const labels = [
	'npmjs',
	'npmmirror',
	'yarnpkg',
	'unpkg',
	'jsdelivr',
	'maven',
	'sonatype',
	'debian',
	'ubuntu',
	'pypi',
	'pythonhosted',
	'crates',
	'golang',
	'rubygems',
	'fedoraproject',
	'centos',
	'rockylinux',
	'almalinux',
];
const hostName = new RegExp(
	`\\b(?:[a-z0-9-]+\\.)*(?:${labels.join('|')})(?:\\.[a-z0-9-]+)*\\.(?:org|com|net|io|dev|cn)\\b`,
	'gi',
);

/** The host names of package registries in a text, in the order they stand there. */
export function registryHosts(text: string): string[] {
	return text.match(hostName) ?? [];
}
