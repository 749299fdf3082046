/** What is said of settings of ssh_config that the built-in transport does not follow. */
export const notFollowedText = (settings: readonly string[]): string =>
	`${settings.join(', ')} in ssh_config ${settings.length === 1 ? 'is' : 'are'} not followed by the built-in transport. “transport: system” under “ssh:” in the cluster file follows all of it`;
