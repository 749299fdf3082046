import type {RawConfig} from './raw-config.ts';

/** The key exchanges of the built-in transport: ssh2's own choice. */
export const builtinKeyExchanges: readonly string[] = [
	'curve25519-sha256',
	'curve25519-sha256@libssh.org',
	'ecdh-sha2-nistp256',
	'ecdh-sha2-nistp384',
	'ecdh-sha2-nistp521',
	'diffie-hellman-group-exchange-sha256',
	'diffie-hellman-group14-sha256',
	'diffie-hellman-group15-sha512',
	'diffie-hellman-group16-sha512',
	'diffie-hellman-group17-sha512',
	'diffie-hellman-group18-sha512',
];

/** What of ssh_config for a host only OpenSSH's own ssh can do, whoever connects to it. */
export type Needs = {
	/** Keys of ssh_config. */
	readonly settings: readonly string[];
	/** Kerberos, where there is a ticket: most systems allow it for every host. */
	readonly gssapi: boolean;
};

export function needsOf(raw: RawConfig): Needs {
	const isSet = (key: string) => raw.all(key).some(value => value !== 'none');
	const exchanges = raw.get('kexalgorithms')?.split(',') ?? builtinKeyExchanges;
	return {
		settings: [
			...(isSet('certificatefile') ? ['CertificateFile'] : []),
			...(isSet('pkcs11provider') ? ['PKCS11Provider'] : []),
			// A list with a sign before it changes the usual one, in which there are some.
			...(exchanges.some(one => builtinKeyExchanges.includes(one)) || /^[-+^]/.test(exchanges[0]!) ? [] : ['KexAlgorithms']),
		],
		gssapi: raw.get('gssapiauthentication') === 'yes',
	};
}
