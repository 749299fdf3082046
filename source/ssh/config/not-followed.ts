import type {RawConfig} from './raw-config.ts';

/**
 * Settings of ssh_config that the built-in transport does not follow; `connects`: they are of the host that is connected to from here.
 * Lists of algorithms are not among them: whole distributions set those for every host (crypto-policies of Red Hat's), and it would
 * be said in each run.
 */
const settings: readonly {readonly name: string; readonly usual?: string; readonly connects?: boolean}[] = [
	{name: 'BindAddress', connects: true},
	{name: 'BindInterface', connects: true},
	{name: 'AddressFamily', usual: 'any', connects: true},
	{name: 'PreferredAuthentications'},
	{name: 'HostbasedAuthentication', usual: 'no'},
	{name: 'CertificateFile', usual: 'none'},
	{name: 'PKCS11Provider', usual: 'none'},
];

/** Those that ssh_config says for a host, as ssh_config calls them. */
export type NotFollowed = {readonly always: readonly string[]; readonly connecting: readonly string[]};

export function notFollowedOf(raw: RawConfig): NotFollowed {
	const said = settings.filter(({name, usual}) => {
		const key = name.toLowerCase();
		return raw.isSet(key) && !raw.all(key).every(value => value === usual);
	});
	const of = (connects: boolean) => said.filter(one => (one.connects === true) === connects).map(({name}) => name);
	return {always: of(false), connecting: of(true)};
}
