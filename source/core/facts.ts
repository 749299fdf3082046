/** What a host says of itself, read once at the start of a run. */
export type Facts = {
	/** `ID` of /etc/os-release, such as `debian` or `rocky`. */
	readonly osId: string;
	/** `ID` and `ID_LIKE`, in order. */
	readonly osFamily: readonly string[];
	readonly osVersion: string;
	/** `PRETTY_NAME` of /etc/os-release. */
	readonly osName: string;
	readonly packageManager: 'apt' | 'dnf' | 'yum' | undefined;
	/** Version of the systemd that is process 1; undefined if something else is. */
	readonly systemd: number | undefined;
	readonly hostname: string;
	readonly machineId: string;
	/** `MemTotal`, in MiB. */
	readonly memoryMb: number;
	readonly cores: number;
	/** The firewall that is in force. */
	readonly firewall: 'firewalld' | 'ufw' | 'nftables' | undefined;
	/** It has `nft`, and may list the rules of the kernel with it. */
	readonly nft: boolean;
	/** Those of its interfaces, in normal form, without loopback and link-local ones. */
	readonly addresses: readonly string[];
	readonly selinux: boolean;
	/** The host's clock less this machine's, in seconds, half the round trip taken off. */
	readonly clockSkew: number;
};
