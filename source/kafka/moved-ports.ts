import type {Cluster} from '../cluster/cluster.ts';
import type {Remark} from '../host/remarks.ts';
import {registryUrl} from './addresses.ts';
import {settingsIn} from './settings.ts';
import {isOurs} from './settled/marker.ts';

type Listener = {readonly scheme: string; readonly port: number};

/** The listeners of a service: `NAME://HOST:PORT`, more of them separated by commas. */
function listenersIn(text: string | undefined): readonly Listener[] {
	return (text ?? '').split(',').flatMap(one => {
		const [, scheme, port] = /^\s*([A-Za-z][\w-]*):\/\/[^\s/]*:(\d{1,5})\s*$/.exec(one) ?? [];
		return scheme === undefined ? [] : [{scheme: scheme.toLowerCase(), port: Number(port)}];
	});
}

/** Ports that clients have been told to use, and are told no longer. */
function leftPorts(before: string | undefined, after: string, keys: readonly string[]): readonly Listener[] {
	const of = (text: string | undefined) => {
		const settings = settingsIn(text) ?? {};
		return listenersIn(keys.map(key => settings[key]).find(value => value !== undefined));
	};
	const now = of(after);
	return of(before).filter(({port}) => !now.some(one => one.port === port));
}

const listed = (words: readonly string[]) => words.join(' and ');

/** Who has to follow a broker to another port: its own cluster does by itself. */
export const movedBroker =
	({kafka, roles}: Cluster, host: string) =>
	(before: string | undefined, after: string): readonly Remark[] => {
		const own = [
			...(roles['schema-registry'].length > 0 ? ['Schema Registry'] : []),
			...(roles.connect.length > 0 ? ['Connect'] : []),
		];
		const rest = own.length === 0 ? '' : `. kafka-setup changes it for ${listed(own)}`;
		// The package's own settings have ports, too: nobody was told of those.
		return (isOurs(before) ? leftPorts(before, after, ['advertised.listeners', 'listeners']) : []).map(({port}) => ({
			todo: `clients that use ${host}:${port} must change to ${host}:${kafka.port}: bootstrap.servers of producers, consumers and tools${rest}`,
		}));
	};

/** The addresses under which a registry was to be had: those of its settings. */
export const registryAddresses = (settings: string | undefined, host: string): readonly string[] =>
	listenersIn(settingsIn(settings)?.listeners).map(({scheme, port}) => `${scheme}://${host}:${port}`);

/** Who has to follow a registry to another address. */
export function registryFollowers({roles}: Cluster, old: string, now: string): Remark {
	const rest = roles.connect.length === 0 ? '' : '. kafka-setup changes it for Connect';
	return {todo: `clients that use ${old} must change to ${now}: schema.registry.url of producers, consumers and tools${rest}`};
}

/** The package's own settings have a port, too: nobody was told of that one. */
export const movedRegistry =
	(cluster: Cluster, host: string) =>
	(before: string | undefined, after: string): readonly Remark[] =>
		(isOurs(before) ? leftPorts(before, after, ['listeners']) : []).map(({scheme, port}) =>
			registryFollowers(cluster, `${scheme}://${host}:${port}`, registryUrl(cluster, host)),
		);
