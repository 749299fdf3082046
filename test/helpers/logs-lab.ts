import {expect} from 'vitest';
import {kafkaLogDirectory} from '../../source/cluster/roles/logs.ts';
import {type Role, roleOf} from '../../source/cluster/roles.ts';
import {lab} from './lab.ts';

export const exec = async (host: string, command: string) => (await lab('exec', host, command)).stdout.trim();

/** The files of a folder, with their sizes in bytes, by name. */
export async function filesIn(host: string, folder: string): Promise<Readonly<Record<string, number>>> {
	const lines = await exec(host, `find ${folder} -maxdepth 1 -type f -printf '%f %s\\n'`);
	return Object.fromEntries(
		lines
			.split('\n')
			.filter(Boolean)
			.map(line => line.split(' '))
			.map(([name, size]) => [name!, Number(size)]),
	);
}

/** How many files there are of each log: `server.log`, `server.log.1` and so on are three of one. */
function counted(files: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const name of Object.keys(files)) {
		const log = name.replace(/\.log\.\d+$/, '.log');
		counts[log] = (counts[log] ?? 0) + 1;
	}
	return counts;
}

/** Where the services of these tests log. */
export const folder = kafkaLogDirectory;
export const logsOf = (role: Role) => {
	const {files, gc} = roleOf(role).logs;
	return [...files, ...(gc === undefined ? [] : [gc])];
};

/** Each file is rolled by the line that makes it too large; the longest is the list of all settings at a start. */
const limit = 4096;
const longest = 32_768;

/** Of each log of a server there are no more files than its configuration says, and no larger ones; the busy ones have as many. */
export async function expectBounded(host: string, role: Role) {
	const files = await filesIn(host, folder);
	const counts = counted(files);
	const logs = logsOf(role);
	for (const {file, kept} of logs) expect(counts[file], file).toBeLessThanOrEqual(kept + 1);
	for (const {file, kept} of [logs[0]!, logs.at(-1)!]) expect([file, counts[file]]).toEqual([file, kept + 1]);
	expect(Object.entries(files).filter(([, size]) => size > limit + longest)).toEqual([]);
}

/** Bash that waits until a port of this host answers. */
const answers = (port: number) =>
	`for i in $(seq 240); do (exec 3<>/dev/tcp/$HOSTNAME/${port}) 2>/dev/null && exit; sleep 0.25; done; exit 1`;

const starts = 6;

/** A service is started a few times with an operator's drop-in that names a copy of its configuration with low limits. */
export async function rolled(
	host: string,
	{unit, configuration, option, port}: Readonly<Record<'unit' | 'configuration' | 'option', string>> & {port: number},
) {
	const restart = `systemctl daemon-reload; systemctl restart ${unit}; ${answers(port)}`;
	const small = `/etc/kafka/small-${configuration}`;
	const drop = `/etc/systemd/system/${unit}.service.d`;
	await exec(
		host,
		`sed -E 's/=[0-9]+MB$/=4KB/; s/"[0-9]+MB"/"4KB"/' /etc/kafka/${configuration} >${small}
{ echo '[Service]'; sed -nE 's/^(Environment="KAFKA_GC_LOG_OPTS=.*filesize=).*/\\1${limit}"/p' ${drop}/kafka-setup.conf
echo 'Environment=KAFKA_LOG4J_OPTS=${option}${small}'; } >${drop}/override.conf`,
	);
	for (let start = 0; start < starts; start += 1) await exec(host, restart);
	return async () => exec(host, `rm ${drop}/override.conf ${small}; ${restart}`);
}
