import {ConnectError} from '../../core/errors.ts';
import type {LinkOptions} from '../link-options.ts';
import {keyType} from '../trust/host-key.ts';
import type {HostKeyCheck} from '../trust/host-keys.ts';

type Outcome = {readonly line: string} | {readonly refused: Error};

/**
 * The answer to ssh where it asks whose key it was shown (KnownHostsCommand): a line of known_hosts with that very key, if the check
 * of the built-in transport agrees to it.
 */
export function vouchFor(
	{name, check: checkAt}: Pick<LinkOptions, 'name' | 'check'>,
	check: HostKeyCheck,
	[reason, place, , base64]: readonly string[],
): Outcome {
	// Which types it knows; we have told it.
	if (reason === 'ORDER') return {line: '#\n'};
	const blob = Buffer.from(base64 ?? '', 'base64');
	// Of the address behind the name, where ssh_config wants that checked too.
	const asked = reason === 'ADDRESS' ? checkAt(place?.replace(/^\[(.*)\]:\d+$/, '$1')) : check;
	if (!asked.verify(blob)) return {refused: asked.reason() ?? new ConnectError(`${name}: its host key can’t be read.`)};
	return {line: `* ${keyType(blob)} ${blob.toString('base64')}\n`};
}
