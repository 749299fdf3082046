import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';
import {aptListsLock, aptLocks, dnfLocks, lockHolder} from '../../host/packages/package-locks.ts';
import {tellScript, told} from '../../host/told.ts';

/** A process of Kafka's world that runs on a host. */
export type KafkaProcess = {readonly pid: number; readonly main: string; readonly unit: string};

/** What takes a few processes to read, by one command: asked where nothing is installed yet, and by `check`. */
export type DeepLook = {
	/** Each lock that another process holds: the file, and who. */
	readonly locks: readonly string[];
	/** What dpkg finds broken: its first words. */
	readonly audit: string;
	readonly processes: readonly KafkaProcess[];
	/** Each owner of what lies in a directory, first level: path → names. */
	readonly owners: ReadonlyMap<string, readonly string[]>;
};

/**
 * The main classes of what this program installs, and of what does the same in its place. A process can make its command line as
 * long as it likes: of each 256 KiB and 4096 words are read, by bash alone. A class path takes a tenth of the one, Java's options of the other.
 */
const scan = rawCommand(`for at in /proc/[0-9]*; do
	left=262144 words=4096 main= unit=
	while [ "$left" -gt 0 ] && [ "$words" -gt 0 ] && { IFS= read -r -d '' -n "$left" word || [ "$word" ]; }; do
		case $word in
			kafka.Kafka | *.QuorumPeerMain | *.ZooKeeperServerMain | *.SchemaRegistryMain | *.ConnectStandalone | *.ConnectDistributed) main=\${word##*.} ;;
		esac
		left=$((left - \${#word} - 1)) words=$((words - 1))
	done 2>/dev/null <"$at/cmdline"
	[ "$main" ] || continue
	while IFS= read -r line; do
		case $line in 0::* | *:name=systemd:*) unit=\${line##*:} ;; esac
	done 2>/dev/null <"$at/cgroup"
	tell process-\${at##*/} "$main $unit"
done`);

const audit = rawCommand(`if command -v dpkg >/dev/null; then tell audit "$(timeout 20 dpkg --audit 2>&1 | head -c 2000)"; fi`);

export function deepCommand(directories: readonly string[]): Command {
	const locks = [...aptLocks, aptListsLock, ...dnfLocks];
	return sh`(export LC_ALL=C
${tellScript}
${lockHolder}
${scan}
${audit}
number=0
for lock in ${locks}; do number=$((number + 1)); ! by=$(holder "$lock") || tell "lock-$number" "$lock, held by $by"; done
${joined(
	directories.map(
		(path, index) =>
			sh`[ ! -d ${path} ] || { tell ${`owned-${index}`} ${path}; tell ${`owners-${index}`} "$(timeout 10 find -H ${path} -maxdepth 1 -printf '%u\n' | sort -u | head -n 20)"; }`,
	),
	'\n',
)}
) 2>/dev/null
true`;
}

/** The innermost unit of the path of a control group. */
const unitIn = (path: string): string => path.split('/').findLast(part => /\.(service|scope)$/.test(part)) ?? '';

export function deepLooked(stdout: string): DeepLook {
	const entries = told(stdout);
	const of = (key: string) => remoteWords(entries.get(key) ?? '');
	const processes = [...entries].flatMap(([key, text]): readonly KafkaProcess[] => {
		const pid = /^process-(\d+)$/.exec(key)?.[1];
		if (pid === undefined) return [];
		const [main = '', ...path] = text.split(' ');
		return [{pid: Number(pid), main: remoteWords(main), unit: remoteWords(unitIn(path.join(' ')))}];
	});
	const owners = [...entries].flatMap(([key, path]) => {
		const index = /^owned-(\d+)$/.exec(key)?.[1];
		if (index === undefined) return [];
		const names = (entries.get(`owners-${index}`) ?? '').split('\n').map(name => remoteWords(name));
		return [[path, names.filter(Boolean)] as const];
	});
	return {
		locks: [...entries.keys()].filter(key => /^lock-\d+$/.test(key)).map(of),
		audit: of('audit'),
		processes,
		owners: new Map(owners),
	};
}

export type DeepLookAt = (context: Context) => Promise<DeepLook>;

export function deepLookAt(directories: readonly string[]): DeepLookAt {
	const command = deepCommand(directories);
	return async ({exec}) => deepLooked((await exec(command)).stdout);
}
