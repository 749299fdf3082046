import type {ConnectError} from '../core/errors.ts';
import type {Host} from '../core/inventory.ts';
import {UnknownHostKeyError} from './errors.ts';
import {unknownKeysHint} from './trust/host-key-refusals.ts';

/** What fits on a screen next to the rest. */
const maxShown = 12;

/**
 * Many hosts' failures as one: unknown host keys are listed together, since one look and one decision settle them
 * all; hosts that failed alike share a line's hint.
 * @throws RangeError without a failure.
 */
export function explainFailures(failures: readonly {readonly host: Host; readonly error: ConnectError}[]): {
	message: string;
	hint: string;
} {
	if (failures.length === 0) throw new RangeError('No failure to explain');
	const errors = [...new Map(failures.map(({error}) => [error.message, error])).values()];
	const [first] = errors;
	if (errors.length === 1) return {message: first!.message, hint: first!.hint ?? ''};
	const unknown = errors.filter(error => error instanceof UnknownHostKeyError);
	const others = errors.filter(error => !(error instanceof UnknownHostKeyError));
	const messages = [...(unknown.length > 0 ? [listOf(unknown)] : []), ...shortened(others.map(({message}) => message))];
	const hints = new Set(others.map(({hint}) => hint ?? ''));
	if (unknown.length > 0) hints.add(unknownKeysHint(unknown[0]!.keys[0]?.type ?? ''));
	return {message: messages.join('\n'), hint: [...hints].filter(hint => hint !== '').join('\n')};
}

function listOf(errors: readonly UnknownHostKeyError[]): string {
	const rows = errors.map(({host, address, port, keys}) => ({
		host,
		place: port === 22 ? address : `${address} port ${port}`,
		keys: keys.map(({type, fingerprint}) => `${fingerprint} (${type})`).join(', '),
	}));
	const width = Math.max(...rows.map(({host}) => host.length));
	const placeWidth = Math.max(...rows.map(({place}) => place.length));
	const lines = rows.map(({host, place, keys}) => `  ${host.padEnd(width)}  ${place.padEnd(placeWidth)}  ${keys}`);
	const title =
		errors.length === 1 ? 'The key of this host is not known:' : `The keys of these ${errors.length} hosts are not known:`;
	return [title, ...lines].join('\n');
}

function shortened(messages: readonly string[]): readonly string[] {
	if (messages.length <= maxShown) return messages;
	return [...messages.slice(0, maxShown), `and ${messages.length - maxShown} more hosts that failed.`];
}
