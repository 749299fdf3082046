import {lab, type Overrides} from './lab.ts';

/** What makes the lab's cluster file one without ZooKeeper: controllers on these hosts, brokers on those. */
export const kraftOn = (controllers: readonly string[], brokers: readonly string[], more: Overrides = {}): Overrides => ({
	zookeeper: null,
	...more,
	platform: {version: '8.3', ...(more.platform as Overrides | undefined)},
	controller: {heap: '128m', ...(more.controller as Overrides | undefined)},
	roles: {zookeeper: null, controller: controllers, kafka: brokers, ...(more.roles as Overrides | undefined)},
});

/** What the last boot of a host says of services that did not stop in time. */
export async function killedAtShutdown(host: string): Promise<string> {
	const {stdout} = await lab(
		'exec',
		host,
		"journalctl -b -1 --no-pager -o cat _PID=1 | grep -E 'SIGKILL|timed out|Killing process' || :",
	);
	return stdout;
}

/** The `key=value` of the storage of a host's nodes, by directory. */
export async function storageOf(
	host: string,
	...directories: readonly string[]
): Promise<readonly Readonly<Record<string, string>>[]> {
	return Promise.all(
		directories.map(async path => {
			const {stdout} = await lab('exec', host, `cat ${path}/meta.properties`);
			return Object.fromEntries(
				stdout.split('\n').flatMap(line => (/^[\w.]+=/.test(line) ? [line.split('=', 2) as [string, string]] : [])),
			);
		}),
	);
}

/** How often a host's storage was formatted, by the jobs that did it. */
export async function formats(host: string): Promise<number> {
	const {stdout} = await lab('exec', host, "journalctl --no-pager -o cat -u 'kafka-setup-format-*' | grep -c '^Started' || :");
	return Number(stdout);
}

/** The effective `min.insync.replicas` of a topic. */
export async function minimumOf(host: string, topic: string): Promise<string> {
	const {stdout} = await lab(
		'exec',
		host,
		`kafka-configs --bootstrap-server ${host}:9092 --describe --all --entity-type topics --entity-name ${topic} | grep -oE '^ *min\\.insync\\.replicas=[0-9]+'`,
	);
	return stdout.trim().replace(/.*=/, '');
}
