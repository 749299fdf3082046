import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import type {Role} from '../roles.ts';

/** What is wrong with the value of a property, and what to write. */
type Wrong = readonly [message: string, hint: string];

type Rule = {
	readonly role: Role;
	readonly key: string;
	readonly wrong: (value: string, view: View) => Wrong | undefined;
};

/** The questions that the tests, the gates of a restart and the look at a running member ask (roles/zookeeper). */
const asked = ['srvr', 'stat', 'mntr'];

function words(value: string): Wrong | undefined {
	const allowed = value.split(',').map(word => word.trim());
	const missing = asked.filter(word => !allowed.includes(word));
	if (allowed.includes('*') || missing.length === 0) return undefined;
	return [`lacks ${missing.join(', ')}, with which the members are asked how they are`, `name at least ${asked.join(', ')}`];
}

/** The brokers have one listener, whose name is that of its protocol. */
const listener = 'PLAINTEXT';

const onlyListener = (value: string): Wrong | undefined =>
	value === listener
		? undefined
		: [`names ${value}, and the brokers have the one listener ${listener}`, 'take it out: it follows from kafka.port'];

function copies(value: string, view: View): Wrong | undefined {
	const brokers = view.length(['roles', 'kafka']);
	if (!/^\d{1,5}$/.test(value.trim()) || brokers === 0) return undefined;
	const wanted = Number(value);
	if (wanted > brokers) {
		return [
			`asks for ${wanted} copies, and roles.kafka has ${brokers} ${brokers === 1 ? 'broker' : 'brokers'}: no topic could be created`,
			`write at most ${brokers}, or take it out: by default it is 3, or the number of brokers if that is less`,
		];
	}
	return wanted === 0 ? ['asks for no copy at all', 'write 1 or more'] : undefined;
}

const rules: readonly Rule[] = [
	{role: 'zookeeper', key: '4lw.commands.whitelist', wrong: words},
	{role: 'kafka', key: 'inter.broker.listener.name', wrong: onlyListener},
	{role: 'kafka', key: 'security.inter.broker.protocol', wrong: onlyListener},
	{role: 'kafka', key: 'default.replication.factor', wrong: copies},
	{role: 'kafka', key: 'offsets.topic.replication.factor', wrong: copies},
	{role: 'kafka', key: 'transaction.state.log.replication.factor', wrong: copies},
	{role: 'schema-registry', key: 'kafkastore.topic.replication.factor', wrong: copies},
];

/** Values with which a service starts, and does not work. */
export function checkPropertyValues(view: View): void {
	for (const {role, key, wrong} of rules) {
		const hosts = Array.from({length: view.length(['hosts'])}, (_, index): Path => ['hosts', index, 'properties', role]);
		for (const section of [[role, 'extraProperties'], ...hosts]) {
			const value = view.at([...section, key]);
			if (typeof value !== 'string') continue;
			const found = wrong(value, view);
			if (found !== undefined) view.report([...section, key], `${pathText(section)}: "${key}" ${found[0]}`, found[1]);
		}
	}
}
