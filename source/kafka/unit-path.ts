import {StepError} from '../core/errors.ts';
import {remoteWords} from '../core/text.ts';

/** systemd takes blanks away from the end of a line and a backslash there for its continuation, and ignores a line with a noncharacter. */
const readable = /^\/(?:[^\x00-\x1f\x7f\p{Noncharacter_Code_Point}]*[^\x00-\x1f\x7f\p{Noncharacter_Code_Point}\s\\])?$/u;

/**
 * A path that a host has named, for the end of a line of a unit.
 * @throws StepError if systemd would read another one
 */
export function unitPath(path: string, host: string): string {
	if (readable.test(path)) return path;
	throw new StepError(`${host} has its data on "${remoteWords(path)}", a path that a systemd unit can't name`, {
		hint: 'Mount the disk at a path without control characters that ends in neither a blank nor a backslash.',
	});
}
