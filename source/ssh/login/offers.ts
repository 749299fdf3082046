import type {HostConfig, Offers} from '../config/ssh-config.ts';

/** The key files that may be offered to a host: where ssh_config says not to offer keys, the one that the cluster file names. */
export function keyFilesOf({offers, identityFiles}: HostConfig, identityFile: string | undefined): readonly string[] {
	const named = identityFile === undefined ? [] : [identityFile];
	return offers.publickey ? [...named, ...identityFiles] : named;
}

/** The ways to log in that may be tried: what the cluster file names is offered all the same, and ssh_config rules the rest. */
export const offersFor = (
	{offers}: HostConfig,
	{identityFile, hasPassword}: {readonly identityFile: string | undefined; readonly hasPassword: boolean},
): Offers => ({
	publickey: offers.publickey || identityFile !== undefined,
	password: offers.password || hasPassword,
	// It may be the only way that takes a password.
	'keyboard-interactive': offers['keyboard-interactive'] || hasPassword,
});
