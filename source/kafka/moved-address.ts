import type {Host} from '../core/inventory.ts';
import type {Remark} from '../host/remarks.ts';
import {ownAddressIn} from './own-address.ts';
import {settingsIn} from './settings.ts';
import {isOurs} from './settled/marker.ts';

/**
 * Who has to follow a service that listens on another address from now on: its own cluster goes by the host's name, and so by
 * what that leads to.
 */
export const movedAddress =
	(title: string, {name, bind}: Host) =>
	(before: string | undefined, after: string): readonly Remark[] => {
		const of = (text: string | undefined) => ownAddressIn(settingsIn(text)?.listeners);
		if (!isOurs(before) || of(before) === of(after)) return [];
		if (bind === undefined) return [`${title} on ${name} will listen on all its addresses`];
		return [
			{todo: `clients that come to ${title} on ${name} by another address than ${bind} must change to that one or to its name`},
		];
	};
