import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import type {Path} from '../file/yaml-tree.ts';
import {controllerListener, brokerListener as listener} from '../listener-names.ts';
import type {Role} from '../roles.ts';
import {copyRules} from './copies.ts';
import {hasReference, type Rule, type Wrong} from './property-kinds.ts';
import {earlyListeners, isKraft, servers} from './server-rules.ts';

/** The questions that the tests, the gates of a restart and the look at a running member ask (roles/zookeeper). */
const asked = ['srvr', 'stat', 'mntr'];

function words(value: string): Wrong | undefined {
	const allowed = value.split(',').map(word => word.trim());
	const missing = asked.filter(word => !allowed.includes(word));
	if (allowed.includes('*') || missing.length === 0) return undefined;
	return [`lacks ${missing.join(', ')}, with which the members are asked how they are`, `name at least ${asked.join(', ')}`];
}

/** Of a listener Kafka does not mind the case; of a protocol it does. */
const onlyListener =
	(word: (value: string) => string) =>
	(value: string): Wrong | undefined =>
		word(value.trim()) === listener || hasReference(value)
			? undefined
			: [`names ${value}, and the brokers have the one listener ${listener}`, 'take it out: it follows from kafka.port'];

const onlyProtocol = (value: string): Wrong | undefined =>
	value.trim().toUpperCase() === listener || hasReference(value)
		? undefined
		: [`is ${value}, and the brokers have the one listener ${listener}`, `take it out: clients of these brokers use ${listener}`];

const workers = (view: View): readonly Path[] => [
	['connect', 'extraProperties'],
	...Array.from({length: view.length(['hosts'])}, (_, index): Path => ['hosts', index, 'properties', 'connect']),
];

/** A client of Connect, which may be told to go to another Kafka: what that one has is not known here. */
const clientProtocol = (client: 'producer' | 'admin', override: '' | 'override.'): Rule => ({
	key: `${client}.${override}security.protocol`,
	wrong(value, view, section) {
		const goesElsewhere =
			view.at([...section, `${client}.${override}bootstrap.servers`]) !== undefined ||
			workers(view).some(worker => view.at([...worker, `${client}.bootstrap.servers`]) !== undefined);
		return goesElsewhere ? undefined : onlyProtocol(value);
	},
});

/** A map that is given is all there is: without its listeners a service does not start, and none of them has another protocol. */
const mapOf =
	(own: (view: View) => readonly string[]) =>
	(value: string, view: View): Wrong | undefined => {
		if (hasReference(value)) return undefined;
		const map = new Map(
			value.split(',').map(pair => {
				const [name = '', protocol = ''] = pair.split(':').map(word => word.trim().toUpperCase());
				return [name, protocol] as const;
			}),
		);
		const names = own(view).filter(name => map.get(name) !== listener);
		const wanted = names.map(name => `${name}:${listener}`).join(',');
		return names.length === 0
			? undefined
			: [`lacks ${wanted}: ${names.join(' and ')} is a listener here`, 'take it out, or name that too'];
	};

/** A whole number that is not below the least one, nor -1 where that stands for a default. */
export const atLeast =
	(least: number, usual?: -1) =>
	(value: string): Wrong | undefined => {
		if (hasReference(value)) return undefined;
		const number = /^[+-]?\d{1,19}$/.test(value.trim()) ? Number(value) : undefined;
		if (number !== undefined && (number >= least || number === usual)) return undefined;
		return [
			number === undefined ? `is ${quoted(value)}, and takes a whole number` : `is ${number}`,
			`write ${least} or more${usual === undefined ? '' : `, or ${usual} for the usual number`}`,
		];
	};

/** Loopback: nobody else comes to it. */
function clientAddress(value: string, view: View): Wrong | undefined {
	const hosts = new Set(['zookeeper', 'kafka'].flatMap(role => view.texts(['roles', role]).map(placed => placed.value)));
	if (hosts.size < 2 || !/^(?:127\.[\d.]+|::1|\[::1\]|localhost)$/i.test(value.trim())) return undefined;
	return [`is ${value}, and no other host reaches ZooKeeper there`, 'take it out, or set bind of the host'];
}

const members =
	(rule: Rule['wrong']): Rule['wrong'] =>
	(value, view, section) =>
		view.length(['roles', 'zookeeper']) > 1 ? rule(value, view, section) : undefined;

const onlyHttp = (value: string): Wrong | undefined =>
	value.trim().toLowerCase() === 'http'
		? undefined
		: [`is ${value}, and the registry has the one listener http: it does not start`, 'take it out'];

/** By the role whose service reads the property. */
export const rules: Readonly<Partial<Record<Role, readonly Rule[]>>> = {
	zookeeper: [
		{key: '4lw.commands.whitelist', wrong: words},
		{key: 'tickTime', wrong: atLeast(1)},
		{key: 'initLimit', wrong: members(atLeast(1))},
		{key: 'syncLimit', wrong: members(atLeast(1))},
		{key: 'clientPortAddress', wrong: clientAddress},
	],
	controller: [
		...servers,
		{key: 'listener.security.protocol.map', wrong: mapOf(() => [controllerListener])},
		{key: 'early.start.listeners', wrong: earlyListeners(() => [controllerListener])},
	],
	kafka: [
		...servers,
		{key: 'inter.broker.listener.name', wrong: onlyListener(value => value.toUpperCase())},
		{key: 'security.inter.broker.protocol', wrong: onlyListener(value => value)},
		{
			key: 'listener.security.protocol.map',
			wrong: mapOf(view => (isKraft(view) ? [listener, controllerListener] : [listener])),
		},
		{
			key: 'early.start.listeners',
			wrong: earlyListeners(view => (view.at(['controller', 'combined']) === true ? [listener, controllerListener] : [listener])),
		},
		...copyRules,
	],
	'schema-registry': [
		{key: 'kafkastore.topic.replication.factor', wrong: atLeast(1)},
		{key: 'kafkastore.security.protocol', wrong: onlyProtocol},
		{key: 'inter.instance.protocol', wrong: onlyHttp},
		{key: 'schema.registry.inter.instance.protocol', wrong: onlyHttp},
	],
	connect: [{key: 'security.protocol', wrong: onlyProtocol}, clientProtocol('producer', ''), clientProtocol('admin', '')],
};

/** What Connect reads of a source. */
export const sourceRules: readonly Rule[] = [
	{key: 'topic.creation.default.replication.factor', wrong: atLeast(1, -1)},
	{key: 'topic.creation.default.partitions', wrong: atLeast(1, -1)},
	clientProtocol('producer', 'override.'),
	clientProtocol('admin', 'override.'),
];
