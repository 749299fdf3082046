import type {CommandResult, Connection} from '../../source/core/connection.ts';
import {DialError, LinkLostError} from '../../source/core/errors.ts';

/** What goes wrong with a command: it fails, ends well without a word, or its link is lost before it. */
export type Fault = 'fails' | 'says nothing' | 'lost';

const done = (stdout = ''): CommandResult => ({code: 0, stdout, stderr: ''});
const failed = (stderr: string): CommandResult => ({code: 1, stdout: '', stderr});

const names = ['kafka-01', 'kafka-02', 'kafka-03'];
/** All of their ports are open. */
const allPorts = names.flatMap(name => [2181, 2888, 3888, 9092, 8080].map(port => `${name} ${port} open\n`)).join('');

/** The command line tools of the sample cluster, installed and running: what the test commands and preflight ask. */
function tools() {
	const topics = new Map<string, string[]>([['orders-orders', ['1']]]);
	const answers: readonly [RegExp, (...found: string[]) => CommandResult][] = [
		// Preflight.
		[/^command -v kafka-topics\npaths=/, () => done('/usr/bin/kafka-topics\n/dev/sda1 100 50 9000000 50% /\n')],
		[/^\[ ! -x \/usr\/bin\/unattended-upgrade \]/, () => done()],
		[/^command -v ss /, () => done()],
		[/^\(tell\(\) .*\/proc\/self\/mountinfo/s, () => done('MemAvailable: 9000000\n')],
		[/^\(export LC_ALL=C\ntell\(\) /, () => done()],
		[/getent ahosts/, () => done(names.map((name, index) => `${name} 10.0.0.${index + 1}\n`).join(''))],
		[/^LC_ALL=C timeout 1 bash -c /, () => done(allPorts)],
		[
			/^export UNIT=kafka-connect-standalone\n/,
			() => done('LoadState=not-found\nActiveState=inactive\n== started\n== now\n== answers\n'),
		],
		[/^said=.*\/dev\/tcp\/.* db-01 5432 /, () => done('reach 0 0\n')],
		[/^java=\$\(command -v java\)/, () => done('none\n')],
		// Test commands.
		[/^java -version$/, () => ({code: 0, stdout: '', stderr: 'openjdk version "17.0.15" 2025-04-15\n'})],
		[/^new=\n/, () => done('new\n/dev/sda1 100 50 9000000 50% /\n/dev/sda1 100 50 9000000 50% /\n')],
		[/^kafka-topics --version$/, () => done('7.9.2-ccs\n')],
		[/^command -v confluent$/, () => failed('')],
		[/\/dev\/tcp\/localhost\/2181 && echo (stat|srvr)/, () => done('Mode: follower\n')],
		[/\/dev\/tcp\/(kafka-0\d)\/2181 && echo srvr/, name => done(`Mode: ${name === 'kafka-02' ? 'leader' : 'follower'}\n`)],
		[/kafka-topics --list --bootstrap-server/, () => done([...topics.keys(), ''].join('\n'))],
		[/kafka-topics --describe --under-replicated-partitions/, () => done()],
		[/zookeeper-shell \S+ get \/controller$/, () => done('{"version":1,"brokerid":2}\n')],
		[/^curl .*:8080\/subjects/, () => done('["orders-orders-value"]\n')],
		[
			/\bcurl .*\/connectors\/orders\/status/s,
			() => done('{"connector":{"state":"RUNNING"},"tasks":[{"id":0,"state":"RUNNING"}]}'),
		],
		[/\bcurl .*\/connectors\/orders\/topics/s, () => done(`{"orders":{"topics":["orders-orders"]}}${'\x1e'}{"offsets":[]}`)],
		[/journalctl .* \| grep -E /, () => failed('')],
		[/kafka-get-offsets .* --topic (\S+)$/, topic => done(`${topic}:0:${topics.get(topic)!.length}\n`)],
		[
			/kafka-topics .* --create --if-not-exists --topic (\S+) /,
			topic => {
				if (!topics.has(topic)) topics.set(topic, []);
				return done(`Created topic ${topic}.\n`);
			},
		],
		[
			/^echo '(.+)' \| env .* timeout 60 kafka-console-producer .* --topic (\S+)$/,
			(record, topic) => {
				// As brokers that make no topic by themselves have it.
				if (!topics.has(topic)) return failed(`Topic ${topic} not present in metadata after 60000 ms.`);
				topics.get(topic)!.push(record);
				return done();
			},
		],
		[/kafka-console-consumer .* --topic (\S+) /, topic => done((topics.get(topic) ?? []).join('\n'))],
		[
			/kafka-topics .* --delete --topic '(\S+)' --if-exists$/,
			pattern => {
				for (const topic of [...topics.keys()]) if (new RegExp(`^${pattern}$`).test(topic)) topics.delete(topic);
				return done();
			},
		],
	];
	return {
		topics,
		run(command: string): CommandResult {
			for (const [pattern, answer] of answers) {
				const found = pattern.exec(command);
				if (found !== null) return answer(...found.slice(1));
			}
			throw new Error(`unscripted: ${command}`);
		},
	};
}

/**
 * The hosts of the sample cluster with their tools, of which the command number `at` (from 0) of `host` goes wrong, once.
 * `commands` holds what was run on each host.
 */
export function platformWith(fault: Fault | undefined, host = '', at = -1) {
	const {topics, run} = tools();
	const commands = new Map<string, string[]>(names.map(name => [name, []]));
	const connection = (name: string): Connection => ({
		async exec(given) {
			const command = given.text;
			const number = commands.get(name)!.push(command) - 1;
			if (name !== host || number !== at) return run(command);
			if (fault === 'lost') throw new LinkLostError(`the link to ${name} died`);
			return fault === 'fails' ? failed('it failed') : done();
		},
		// So that what the tools say counts, and nothing else.
		async dial() {
			throw new DialError(`${name} opens no channels`, {noWay: true});
		},
		async close() {},
	});
	return {topics, commands, connection};
}
