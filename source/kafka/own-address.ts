import type {Host} from '../core/inventory.ts';
import {networkIn} from '../core/networks.ts';

/** Where a host reaches its own services: on one address alone where the cluster file says so, else on any of its own. */
export const ownAddress = ({bind}: Pick<Host, 'bind'>): string => bind ?? 'localhost';

/** An address as it stands before a port. */
export const beforePort = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** The same, of what a setting says that a service listens on: only an address counts, for a host may say anything. */
export function ownAddressOf(text: string | undefined): string {
	const address = text === undefined || text.includes('/') ? undefined : networkIn(text.trim().replace(/^\[(.*)\]$/, '$1'));
	return address === undefined || address === '0.0.0.0' || address === '::' ? 'localhost' : address;
}

/** The same, of the first of a service's listeners. */
export const ownAddressIn = (listeners: string | undefined): string =>
	ownAddressOf(/^\s*[A-Za-z][\w-]*:\/\/([^\s/,]*):\d{1,5}\s*(?:,|$)/.exec(listeners ?? '')?.[1]);
