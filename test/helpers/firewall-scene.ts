import type {Facts} from '../../source/core/facts.ts';
import {firewall, type Opening} from '../../source/host/firewall/firewall.ts';
import {withoutThings} from './changes.ts';
import {debian, fakeContext} from './context.ts';
import {type Answer, fakeConnection} from './fake-connection.ts';

/** Host kafka-01 with the peers kafka-02 and kafka-03, whom two ports are open to. */
export const openings: readonly Opening[] = [
	{port: 2181, what: 'ZooKeeper clients', from: ['kafka-01', 'kafka-02', 'kafka-03']},
	{port: 2888, what: 'ZooKeeper peers', from: ['kafka-01', 'kafka-02']},
];
export const peers = `== own\n127.0.0.1\n10.0.0.1\n::1\nfe80::1\n== host kafka-01\n10.0.0.1\n127.0.1.1\n== host kafka-02\n10.0.0.2\nfd00::2\n== host kafka-03\n10.0.0.3\n`;
export const opened = [
	{what: 'open port 2181 for kafka-02, kafka-03', reason: 'ZooKeeper clients'},
	{what: 'open port 2888 for kafka-02', reason: 'ZooKeeper peers'},
];
export const closed = (what: string) => ({what, reason: 'kafka-setup opened it, and it is needed no longer'});

export const step = (list = openings) => firewall({id: 'firewall', title: 'Firewall', name: 'zookeeper', openings: list});
export const answer = (state: string, own = peers): Answer => ({
	command: '/getent ahosts/',
	stdout: `${own}== firewall\n${state}`,
});
export const factsOf = (kind: Facts['firewall']) => ({facts: {...debian, firewall: kind}});

export async function look(kind: Facts['firewall'], state: string, list = openings) {
	return withoutThings(await step(list).check(fakeContext(fakeConnection([answer(state)]), factsOf(kind))));
}

export async function apply(kind: Facts['firewall'], state: string, commands: readonly Answer[], list = openings) {
	const connection = fakeConnection([answer(state), ...commands]);
	const context = fakeContext(connection, factsOf(kind));
	await step(list).apply(context);
	connection.done();
	return {commands: connection.commands.slice(1), inputs: connection.inputs.slice(1), notes: context.seen.notes};
}
