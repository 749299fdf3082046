import type {View} from '../file/view.ts';
import type {Path} from '../file/yaml-tree.ts';
import {platformVersion} from './platform-version.ts';
import {hasReference, type Rule, type Wrong} from './property-kinds.ts';

export const isKraft = (view: View) => view.length(['roles', 'controller']) > 0;

const isKafka3 = (view: View) => platformVersion(view) === '7.9';

const simple = 'kafka.security.auth.SimpleAclAuthorizer';
const forZookeeper = 'kafka.security.authorizer.AclAuthorizer';
export const forKraft = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';

function authorizer(value: string, view: View): Wrong | undefined {
	const name = value.trim();
	const wanted = isKraft(view) ? forKraft : forZookeeper;
	if (name === simple) return [`is ${simple}, which Kafka has no more since 3.0`, `write ${wanted}`];
	if (name === forZookeeper && isKraft(view))
		return [`is ${name}, which needs ZooKeeper`, `write ${wanted}, for controllers and brokers`];
	if (name === forKraft && !isKraft(view))
		return [`is ${name}, which needs KRaft: brokers with ZooKeeper never answer`, `write ${wanted}`];
	return undefined;
}

/** Later versions do not know the word, and pass it over. */
function migration(value: string, view: View): Wrong | undefined {
	if (value.trim().toLowerCase() !== 'true') return undefined;
	if (isKraft(view) && !isKafka3(view)) return undefined;
	return ['is true, and a service does not start with it: kafka-setup migrates no cluster', 'take it out'];
}

/** Versions of the protocol that Kafka 3.9 knows; later versions pass the word over. */
function knownVersion(value: string, view: View): Wrong | undefined {
	const known = /^(?:0\.(?:8\.[0-2]|9\.0|10\.[0-2]|11\.0)|1\.[01]|2\.[0-8]|3\.\d)(?:[.-].*)?$/;
	if (!isKafka3(view) || hasReference(value) || known.test(value.trim())) return undefined;
	return [`is ${value}, which Kafka 3.9 does not know: it does not start`, 'take it out'];
}

/** The protocol of Kafka before KRaft does not start with it either. */
function protocolVersion(value: string, view: View): Wrong | undefined {
	if (!isKraft(view) || !isKafka3(view) || !/^[0-2]\./.test(value.trim())) return knownVersion(value, view);
	return [`is ${value}, and KRaft begins with 3.0`, 'take it out'];
}

/** Kafka does without the one protocol of groups in no version, and with ZooKeeper it has not the other. */
function groupProtocols(value: string, view: View): Wrong | undefined {
	if (hasReference(value)) return undefined;
	const names = value.split(',').map(name => name.trim());
	if (!names.includes('classic')) return ['lacks classic, without which Kafka does not start', 'name classic too'];
	return names.includes('consumer') && isKafka3(view) && !isKraft(view)
		? ['names consumer, which needs KRaft', 'write classic alone']
		: undefined;
}

export const earlyListeners =
	(own: (view: View) => readonly string[]) =>
	(value: string, view: View): Wrong | undefined => {
		const names = own(view);
		const others = value.split(',').filter(name => name.trim() !== '' && !names.includes(name.trim()));
		return others.length === 0 || hasReference(value)
			? undefined
			: [
					`names ${others.map(name => name.trim()).join(', ')}, which is no listener here`,
					`write ${names.join(',')}, or take it out`,
				];
	};

function connectionsPerAddress(value: string, view: View, section: Path): Wrong | undefined {
	const overrides = 'max.connections.per.ip.overrides';
	const paths = [section, ...(['kafka', 'controller'] as const).map((role): Path => [role, 'extraProperties'])];
	if (value.trim() !== '0' || paths.some(path => view.at([...path, overrides]) !== undefined)) return undefined;
	return [`is 0, which Kafka takes only beside ${overrides}`, `write 1 or more, or ${overrides} beside it`];
}

const retentions = ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'];

/** Of the three, Kafka takes the finest that is there. */
const retention = (key: string): Rule => ({
	key,
	wrong(value, view, section) {
		const isCovered = retentions.slice(0, retentions.indexOf(key)).some(finer => view.at([...section, finer]) !== undefined);
		return value.trim() !== '0' || isCovered
			? undefined
			: ['is 0, and Kafka would keep nothing: it does not start', 'write 1 or more, or -1 for no limit'];
	},
});

/** What is read by brokers and controllers alike. */
export const servers: readonly Rule[] = [
	{key: 'authorizer.class.name', wrong: authorizer},
	{key: 'zookeeper.metadata.migration.enable', wrong: migration},
	{key: 'inter.broker.protocol.version', wrong: protocolVersion},
	{key: 'log.message.format.version', wrong: knownVersion},
	{key: 'group.coordinator.rebalance.protocols', wrong: groupProtocols},
	{key: 'max.connections.per.ip', wrong: connectionsPerAddress},
	...retentions.map(retention),
];
