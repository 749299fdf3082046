import type {HostKeyRules} from '../../source/ssh/trust/host-keys.ts';

/** One known_hosts file with this text, and nothing of ssh_config. */
export const rulesOf = (text: string): HostKeyRules => ({
	files: [{path: 'f', text}],
	newKeysFile: 'f',
	algorithms: undefined,
	without: [],
	requiredRsaBits: 1024,
	revoked: [],
	pins: new Map(),
});
