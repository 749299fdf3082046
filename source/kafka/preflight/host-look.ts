import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';
import {tellScript, told} from '../../host/told.ts';

/** A directory on a host, or the place where it will be. */
export type Place = {
	readonly path: string;
	/** With every link followed. */
	readonly real: string;
	/** The mount point, the type and the options of its file system. */
	readonly mount: string;
	readonly type: string;
	readonly options: readonly string[];
	/** A service has data in it. */
	readonly used: boolean;
	/** `lost+found` is in it. */
	readonly lost: boolean;
	/** The first thing in it that no service of ours has put there, where none has data in it. */
	readonly foreign: string | undefined;
};

/** What is read of a host beside its facts, by one command without a process of its own. */
export type HostLook = {
	/** In MiB; undefined where the kernel does not say. */
	readonly availableMb: number | undefined;
	readonly swapMb: number;
	/** Kernel settings by their names, such as `vm.swappiness`. */
	readonly settings: ReadonlyMap<string, number>;
	/** Those of the units that run. */
	readonly running: ReadonlySet<string>;
	readonly places: ReadonlyMap<string, Place>;
	/** A reboot is pending. */
	readonly reboot: boolean;
	/** dpkg was interrupted. */
	readonly interrupted: boolean;
};

/** Read for every check, so that all of them ask the same. */
const settings = ['vm.max_map_count', 'vm.swappiness', 'fs.nr_open', 'net.ipv4.ip_unprivileged_port_start'];

/**
 * Bash: `place NUMBER PATH` tells what is to be known of a path, by its number; `unit NAME` whether a unit runs: it has processes
 * in its control group, of version 1 or 2. Where something is mounted says the kernel of an open directory.
 */
const functions = rawCommand(`mapfile -t mounts </proc/self/mountinfo
mount_of() {
	local key id line rest
	{ while read -r key id && [ "$key" != mnt_id: ]; do :; done </proc/self/fdinfo/3; } 3<"$1"
	for line in "\${mounts[@]}"; do
		case $line in "$id "*)
			read -r _ _ _ _ mount options rest <<<"$line"
			read -r type _ <<<"\${line#* - }"
			printf -v mount %b "$mount"
			return ;;
		esac
	done
}
place() {
	local at=$2 mount= options= type= name
	while [ ! -d "$at" ] && [ "$at" != / ]; do at=\${at%/*}; at=\${at:-/}; done
	mount_of "$at"
	tell "$1-path" "$2"
	tell "$1-mount" "$mount"
	tell "$1-type" "$type"
	tell "$1-options" "$options"
	name=\${2#"$at"}
	cd -P -- "$at" && tell "$1-real" "\${PWD%/}/\${name#/}"
	[ ! -e "$2/lost+found" ] || tell "$1-lost" yes
	for name in meta.properties myid version-2 connect.offsets; do [ ! -e "$2/$name" ] || { tell "$1-used" yes; return; }; done
	# What a format that was cut leaves is none of others.
	for at in "$2"/* "$2"/.[!.]*; do
		case \${at##*/} in
			lost+found | .lock | bootstrap.checkpoint* | meta.properties.tmp | __cluster_metadata-0) ;;
			# With ZooKeeper a broker writes these first, and meta.properties once it is registered.
			*-offset-checkpoint* | *-start-offset-checkpoint* | .kafka_cleanshutdown | .*.tmp) ;;
			*) [ ! -e "$at" ] || { tell "$1-foreign" "\${at##*/}"; return; } ;;
		esac
	done
}
unit() {
	local at process=
	for at in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
		if [ -r "$at/system.slice/$1/cgroup.procs" ]; then read -r process <"$at/system.slice/$1/cgroup.procs"; fi
		[ -z "$process" ] || { tell "runs-$1" yes; return; }
	done
}
while read -r key value _; do
	case $key in MemAvailable: | SwapTotal:) tell "$key" "$value" ;; esac
done </proc/meminfo
for at in /run/reboot-required /var/run/reboot-required; do [ ! -e "$at" ] || { tell reboot yes; break; }; done
for at in /var/lib/dpkg/updates/*; do [ ! -e "$at" ] || { tell interrupted yes; break; }; done`);

/** The question; `looked` reads the answer. Equal questions of one host are asked once. */
export function lookCommand(paths: readonly string[], units: readonly string[]): Command {
	const asked = [
		...settings.map(name => {
			const entry = `/proc/sys/${name.replaceAll('.', '/')}`;
			return sh`[ ! -r ${entry} ] || { read -r value <${entry} && tell ${name} "$value"; }`;
		}),
		...units.map(name => sh`unit ${name}.service`),
		...paths.map((path, index) => sh`place ${index} ${path}`),
	];
	return sh`(${joined([tellScript, functions, ...asked], '\n')}
) 2>/dev/null
true`;
}

/** What a host says is one line of ours. */
const oneLine = (text: string) => remoteWords(text, 300);

const numberOf = (text: string | undefined): number | undefined => (/^\d+$/.test(text ?? '') ? Number(text) : undefined);

export function looked(stdout: string): HostLook {
	const entries = told(stdout);
	const places = new Map<string, Place>();
	for (let index = 0; entries.has(`${index}-path`); index++) {
		const of = (key: string) => entries.get(`${index}-${key}`);
		const path = of('path')!;
		places.set(path, {
			path,
			real: oneLine((of('real') ?? path).replace(/(.)\/$/, '$1')),
			mount: oneLine(of('mount') || '/'),
			type: oneLine(of('type') ?? ''),
			options: (of('options') ?? '').split(','),
			used: of('used') === 'yes',
			lost: of('lost') === 'yes',
			foreign: of('foreign'),
		});
	}
	const mib = (key: string) => {
		const kib = numberOf(entries.get(key));
		return kib === undefined ? undefined : Math.floor(kib / 1024);
	};
	const values = settings.flatMap(name => {
		const value = numberOf(entries.get(name));
		return value === undefined ? [] : [[name, value] as const];
	});
	const units = [...entries.keys()].flatMap(key => (key.startsWith('runs-') ? [key.slice('runs-'.length)] : []));
	return {
		availableMb: mib('MemAvailable:'),
		swapMb: mib('SwapTotal:') ?? 0,
		settings: new Map(values),
		running: new Set(units),
		places,
		reboot: entries.get('reboot') === 'yes',
		interrupted: entries.get('interrupted') === 'yes',
	};
}

/** What the checks of one host share. */
export type LookAt = (context: Context) => Promise<HostLook>;

export function lookAt(paths: readonly string[], units: readonly string[]): LookAt {
	const command = lookCommand(paths, units);
	return async ({exec}) => looked((await exec(command)).stdout);
}
