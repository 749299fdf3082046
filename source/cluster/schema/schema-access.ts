import * as z from 'zod/mini';
import {networkIn} from '../../core/networks.ts';
import {transports} from '../../core/transports.ts';
import {bindExpected, bindProblem} from '../bind.ts';
import {eachRole, roleIds, roleOf} from '../roles.ts';
import {defaultPackagesKey, defaultPackagesUrl, versionLeftOpen, versions} from '../versions.ts';
import {
	addressPattern,
	described,
	hostName,
	hostNamePattern,
	integer,
	localPath,
	packagePattern,
	port,
	propertyValues,
	rackPattern,
	secret,
	text,
	userPattern,
} from './fields.ts';

/** `user@name:port`, with or without user and port. */
export const hostTextPattern = new RegExp(
	`^(?:${userPattern.source.slice(1, -1)}@)?${hostNamePattern.source.slice(1, -1).replace('{1,253}$', '{1,253}')}(?::[0-9]{1,5})?$`,
);

const hostExpected =
	'a host: a name, user@name:port, or a mapping with name, address, bind, port, user, hostKeys, rack, properties';

const host = z.union(
	[
		z.string().check(z.regex(hostTextPattern, hostExpected)),
		z.strictObject(
			{
				name: described(hostName(), 'The name by which the other hosts reach this one'),
				address: z.optional(
					text(
						'an address, a name or an alias of ssh_config',
						addressPattern,
						'Where this machine reaches it, if not by its name',
					),
				),
				bind: z.optional(
					described(
						z.string(bindExpected).check(z.refine(text => bindProblem(text) === undefined, bindExpected)),
						'The address of this host on which its services listen, where it has several. Its name has to lead there. Without it they listen on all',
					),
				),
				port: z.optional(port('SSH port, if not the one of ssh.port or ssh_config')),
				user: z.optional(text('a user name', userPattern, 'SSH user, if not the one of ssh.user or ssh_config')),
				hostKeys: z.optional(
					described(
						z.array(
							z
								.string()
								.check(
									z.regex(
										/^SHA256:[A-Za-z0-9+/]{43}=?$/,
										'a fingerprint (SHA256: and 43 characters, as ssh-keygen -l prints it)',
									),
								),
							'a list of fingerprints',
						),
						'Fingerprints of its host keys, of which it has to show one. What known_hosts has for it counts as well',
					),
				),
				rack: z.optional(
					text(
						'the name of a rack (letters, digits, ., _, :, / and -, at most 100)',
						rackPattern,
						'Where it stands, as broker.rack of its broker: a rack, a room, a zone. Kafka puts the copies of a partition into different ones',
					),
				),
				properties: z.optional(
					described(
						z.strictObject(
							eachRole(role =>
								z.optional(described(propertyValues(), `Further properties of ${roleOf(role).properties} on this host`)),
							),
							`a mapping of roles (${roleIds.join(', ')}) to properties`,
						),
						'Further properties of its services alone, in place of those of extraProperties',
					),
				),
			},
			hostExpected,
		),
	],
	hostExpected,
);

export const hosts = described(
	z.array(host, 'a list of hosts').check(z.minLength(1, 'a list of hosts')),
	'The hosts: a name, user@name:port, or a mapping. Roles name them; the other hosts reach them by these names',
);

const jump = `(?:${userPattern.source.slice(1, -1).replace(']*', ',]*')}@)?(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_][A-Za-z0-9_.-]*)(?::[0-9]{1,5})?`;
const jumpPattern = new RegExp(`^${jump}(?:,${jump})*$`);

const network = 'an address or a network, such as 10.1.0.0/16 or fd00:1::/32';

export const clients = z.optional(
	described(
		z
			.array(z.string(network).check(z.refine(text => networkIn(text) !== undefined, network)), 'a list of networks')
			.check(z.minLength(1, 'a list of networks')),
		'The networks and addresses that may come to the ports for clients, beside the hosts: those of the brokers and of Schema Registry. Without it nobody is kept from them',
	),
);

export const ssh = described(
	z.prefault(
		z.strictObject(
			{
				user: z.optional(text('a user name', userPattern, 'SSH user of all hosts; without it ssh_config decides')),
				port: z.optional(port('SSH port of all hosts; without it ssh_config decides')),
				transport: z._default(
					described(
						z.enum(transports, 'builtin, system or auto'),
						'What carries the logins: builtin, OpenSSH’s own ssh (system), or that one only where a host needs it (auto)',
					),
					'builtin',
				),
				configFile: z.optional(localPath('ssh_config to read in place of ~/.ssh/config')),
				knownHostsFile: z.optional(localPath('known_hosts to check host keys with, in place of those of ssh_config')),
				identityFile: z.optional(localPath('Private key to log in with')),
				proxyJump: z.optional(
					text(
						'a jump host: [user@]host[:port], several separated by commas',
						jumpPattern,
						'Jump hosts on the way to all hosts, in place of those of ssh_config',
					),
				),
				password: z.optional(secret('Login password')),
				jumpPassword: z.optional(secret('Login password of jump hosts; that of the hosts is not sent to them')),
				passphrase: z.optional(secret('Passphrase of the private key')),
				sudoPassword: z.optional(secret('What sudo asks for')),
				connectTimeout: z._default(integer('a number of seconds', 1, 600, 'Seconds to wait for a host to answer'), 20),
			},
			'a mapping of SSH settings',
		),
		{},
	),
	'How the hosts are logged in to. Keys, agent and ProxyJump come from ssh_config',
);

/** apt decodes `%41` and refuses a `[`; dnf puts a value in place of `$arch`, and a comma begins another URL. */
const packagesUrlPattern =
	/^https?:\/\/(?:[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::[1-9][0-9]{0,4})?(?:\/[^\s@?#"'\\%$,[\]\x00-\x1f\x7f]*)?$/;

const packages = z.prefault(
	z.strictObject(
		{
			url: z._default(
				text(
					'a URL that begins with https:// or http:// and holds no user, password, query, nor any of % $ , [ ] in its path',
					packagesUrlPattern,
					'Base URL that holds deb/VERSION and rpm/VERSION: Confluent’s or a mirror',
				),
				defaultPackagesUrl,
			),
			key: z._default(
				localPath('The signing key: its fingerprint (40 hex digits), or the path of the key itself on this machine'),
				defaultPackagesKey,
			),
		},
		'a mapping with url and key',
	),
	{},
);

const sha512 = text(
	'128 hex digits, or a path',
	/^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$/,
	'Its sha512: 128 hex digits, in groups or not, or the path of a file that has them, such as Apache’s .sha512. A URL needs it',
);

const archive = (what: string) =>
	z.strictObject(
		{
			archive: text(
				'a path, or a URL that begins with https:// or http:// and holds no user, password or query',
				/^(?:https?:\/\/[A-Za-z0-9[][^\s@?#"'\\\x00-\x1f\x7f]*|(?!https?:)[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?)$/i,
				what,
			),
			sha512: z.optional(sha512),
		},
		'a mapping with archive and sha512',
	);

export const platform = described(
	z.prefault(
		z.strictObject(
			{
				version: z.optional(
					described(
						z.enum(Object.keys(versions), 'a supported version'),
						`Version of Confluent Platform, written in quotes. ${versionLeftOpen}`,
					),
				),
				packages: described(packages, 'Where the packages come from'),
				source: z.optional(
					described(
						archive(
							'kafka_SCALA-VERSION.tgz as downloaded: a path on this machine, which is uploaded, or a URL that the hosts fetch',
						),
						'Plain Apache Kafka from an archive, in place of the packages. It has no Schema Registry',
					),
				),
				java: z.optional(
					described(
						archive('A JDK or JRE as .tar.gz: a path on this machine, which is uploaded, or a URL that the hosts fetch'),
						'Java from an archive, for hosts without a package source; with `source`',
					),
				),
				javaPackage: z.optional(
					text(
						'a package name',
						packagePattern,
						'Package that brings Java; by default OpenJDK 17 of the host’s system, or the next that it has',
					),
				),
			},
			'a mapping with version, packages, source, java, javaPackage',
		),
		{},
	),
	'What is installed, and from where',
);
