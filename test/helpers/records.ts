import {execFile} from 'node:child_process';
import {lab} from './lab.ts';

/** Runs kcat, a client that has nothing to do with Kafka's own tools. It finds the brokers by /etc/hosts (`lab up --etc-hosts`). */
function kcat(args: readonly string[], input = ''): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = execFile('kcat', args, {maxBuffer: 64 * 1024 * 1024, timeout: 60_000}, (error, stdout, stderr) => {
			if (error === null) resolve(stdout);
			else reject(new Error(`kcat ${args.join(' ')}: ${stderr}`));
		});
		child.stdin?.end(input);
	});
}

/** Makes a topic with records `1` to `count`, each acknowledged by all copies; their keys spread them over its partitions. */
export async function writeRecords(broker: string, topic: string, copies: number, count: number): Promise<void> {
	await lab(
		'exec',
		broker,
		`kafka-topics --bootstrap-server ${broker}:9092 --create --topic ${topic} --partitions 3 --replication-factor ${copies}`,
	);
	const records = Array.from({length: count}, (_, index) => `${index + 1}:${index + 1}`).join('\n');
	await kcat(['-P', '-b', `${broker}:9092`, '-t', topic, '-K', ':', '-X', 'acks=all'], `${records}\n`);
}

/** How many different records of a topic are read by way of a broker. */
export async function recordsThrough(broker: string, topic: string): Promise<number> {
	const read = await kcat(['-C', '-q', '-e', '-b', `${broker}:9092`, '-t', topic, '-o', 'beginning']);
	return new Set(read.split('\n').filter(Boolean)).size;
}

const units = ['confluent-zookeeper', 'confluent-kafka', 'confluent-schema-registry', 'kafka-connect-standalone'];

/** What a run may not change when it refuses: every file of /etc, and when each service was started. */
export async function fingerprint(hosts: readonly string[]): Promise<readonly string[]> {
	return Promise.all(
		hosts.map(async host => {
			const {stdout} = await lab(
				'exec',
				host,
				`find /etc /var/lib/kafka-setup -xdev -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; systemctl show -p Id,ActiveState,ExecMainStartTimestamp ${units.join(' ')}`,
			);
			return `${host}\n${stdout}`;
		}),
	);
}
