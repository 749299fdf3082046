import type {Cluster} from '../cluster/cluster.ts';
import type {NumberedRole} from '../cluster/roles.ts';
import {type Command, joined, sh} from '../core/command.ts';
import {StepError} from '../core/errors.ts';
import type {Change} from '../core/events.ts';
import type {Host} from '../core/inventory.ts';
import type {Context, ConvergeStep} from '../core/plan.ts';
import {file} from '../host/files/file.ts';
import {job} from '../host/job/job.ts';
import {must} from '../host/shell.ts';
import {distributionOf} from './distribution.ts';
import {settingsIn} from './settings.ts';
import {formattedIn, formattedPath} from './settled/record.ts';
import {type KnownCluster, quiet} from './settled/record-steps.ts';

type Storage = {
	readonly cluster: Cluster;
	readonly role: NumberedRole;
	readonly host: Host;
	readonly nodeId: number;
	readonly directories: readonly string[];
	/** The settings of the process that will use it. */
	readonly settingsFile: string;
	/** Options of `kafka-storage format` beside the cluster id and the settings. */
	readonly options: readonly string[];
};

/** One directory: whose data it has, or what in it is not of a format that was cut. */
type Found = {readonly path: string; readonly meta?: Readonly<Record<string, string>>; readonly foreign?: string};

/**
 * Bash: `meta INDEX BASE64` of a directory that is formatted, `foreign INDEX BASE64` of what keeps one from being so. What
 * `kafka-storage format` leaves behind when it is killed, tried at 40 moments, is no data: the checkpoints, a
 * `meta.properties.tmp`, and for a voter the folder of the metadata log with a checkpoint alone; with a log in it, it is data that
 * has lost its `meta.properties`. The file system's own folder is no data either.
 */
const lookScript = sh`look() {
	if [ -e "$2/meta.properties" ]; then printf 'meta %s ' "$1"; timeout 5 head -c 4096 -- "$2/meta.properties" | base64 -w 0; echo; return; fi
	[ -d "$2" ] || return 0
	for entry in "$2"/* "$2"/.[!.]* "$2"/__cluster_metadata-0/*; do
		name=\${entry#"$2"/}
		[ -e "$entry" ] || continue
		case $name in
			bootstrap.checkpoint | bootstrap.checkpoint.tmp | meta.properties.tmp | lost+found | .lock) ;;
			__cluster_metadata-0 | __cluster_metadata-0/*.checkpoint | __cluster_metadata-0/*.checkpoint.part) ;;
			*) printf 'foreign %s ' "$1"; printf %s "$name" | base64 -w 0; echo; return ;;
		esac
	done
}`;

async function look(context: Context, directories: readonly string[]): Promise<readonly Found[]> {
	const looks = directories.map((path, index) => sh`look ${index} ${path}`);
	const {stdout} = await must(context, joined([lookScript, ...looks], '\n'));
	const lines = stdout.split('\n').map(line => line.split(' '));
	const textOf = (kind: string, index: number) => {
		const found = lines.find(([word, at]) => word === kind && at === String(index));
		return found === undefined ? undefined : Buffer.from(found[2] ?? '', 'base64').toString('utf8');
	};
	return directories.map((path, index) => {
		const [meta, foreign] = [textOf('meta', index), textOf('foreign', index)];
		return {
			path,
			...(meta === undefined ? {} : {meta: settingsIn(meta) ?? {}}),
			...(foreign === undefined ? {} : {foreign}),
		};
	});
}

const nothingFormatted = 'Nothing was formatted, and nothing was started. kafka-setup never empties a directory.';

/** What speaks against formatting or using a directory, for whatever was in it stays. */
function refusal({path, meta, foreign}: Found, nodeId: number, clusterId: string): StepError | undefined {
	if (foreign !== undefined) {
		return new StepError(`${path} is not formatted, and holds ${JSON.stringify(foreign)}, which is not of kafka-setup`, {
			hint: `${nothingFormatted} Choose another directory, or move what is there away.`,
		});
	}
	if (meta === undefined) return undefined;
	const id = meta['node.id'] ?? meta['broker.id'];
	const of = meta['cluster.id'];
	if (of === clusterId && id === String(nodeId)) return undefined;
	const there =
		of === undefined || id === undefined ? 'a damaged meta.properties' : `the data of node ${id} of the Kafka cluster ${of}`;
	return new StepError(`${path} holds ${there}, and this is node ${nodeId} of ${clusterId}`, {
		hint: `${nothingFormatted} Bring the right disk, or correct the cluster file.`,
	});
}

/** What was formatted on the host. @throws StepError if its record is there and cannot be read: then nobody knows what may be. */
async function recorded(context: Context): Promise<ReadonlyMap<string, string>> {
	const read = sh`[ ! -e ${formattedPath} ] || timeout 5 head -c 65536 -- ${formattedPath}`;
	const {stdout} = await must(context, read, {what: `read ${formattedPath}`});
	return formattedIn(stdout);
}

const storageCommand = ({settingsFile, options}: Storage, clusterId: string, more: readonly string[]): Command =>
	// With `=`, for an id may begin with a dash (KAFKA-19988).
	sh`kafka-storage format ${[`--cluster-id=${clusterId}`, '-c', settingsFile, ...options, ...more]}`;

const asUser = ({cluster}: Storage, command: Command) => sh`runuser -u ${distributionOf(cluster).users.kafka} -- ${command}`;

/**
 * The directories of a node, formatted once. What is there is read from the files themselves: `kafka-storage info` compares
 * neither node nor cluster with the settings. Never over data, never with another id, never again. What a run that was cut has
 * begun is finished, unless the node is on record as formatted: then its disk is lost, and that is for the operator to say.
 */
export function formatStep(storage: Storage, known: KnownCluster): ConvergeStep {
	const {role, host, nodeId, directories} = storage;
	const isReplaced = known.replaced?.includes(host.name) === true;
	/** Before the login there is no cluster id. */
	const clusterId = () => known.quorum?.clusterId ?? '';
	const empty = (found: readonly Found[]) => found.filter(({meta}) => meta === undefined).map(({path}) => path);
	return {
		id: 'format',
		title: 'Format the storage',
		async check(context): Promise<readonly Change[]> {
			const found = await look(context, directories);
			for (const one of found) {
				const problem = refusal(one, nodeId, clusterId());
				if (problem !== undefined) throw problem;
			}
			return empty(found).map(path => ({what: `format ${path}`}));
		},
		async apply(context) {
			const paths = empty(await look(context, directories));
			const formatted = await recorded(context);
			const gone = isReplaced ? undefined : paths.find(path => formatted.has(path));
			if (gone !== undefined) {
				throw new StepError(`${gone} on ${host.name} was formatted once and is empty now: its data is lost, or not mounted`, {
					hint: `${nothingFormatted} Mount the disk or bring the data back.`,
				});
			}
			// A part of it is formatted already: by a run that was cut, or because a directory was added.
			const more = paths.length < directories.length ? ['--ignore-formatted'] : [];
			const command = storageCommand(storage, clusterId(), more);
			await job(context, {
				name: `format-${role}`,
				command: asUser(storage, command),
				as: command.text,
				what: 'formatting the storage',
			});
		},
	};
}

/** What of a host was formatted, so that an empty disk is known for one that was lost: written before the first start. */
export function formattedStep({directories}: Pick<Storage, 'directories'>): ConvergeStep {
	const wanted = async (context: Context): Promise<string> => {
		const before = await recorded(context);
		const found = await look(context, directories);
		const ids = found.flatMap(({path, meta}) =>
			meta?.['directory.id'] === undefined ? [] : [[path, meta['directory.id']] as const],
		);
		const all = new Map([...before, ...ids]);
		return [...all]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([path, id]) => `${id} ${path}\n`)
			.join('');
	};
	const fileOf = (content: string) =>
		quiet(file({id: 'formatted', title: 'Record of the formatted storage', path: formattedPath, content, mode: 0o600}));
	return {
		id: 'formatted',
		title: 'Record of the formatted storage',
		check: async context => fileOf(await wanted(context)).check(context),
		async apply(context) {
			await fileOf(await wanted(context)).apply(context);
		},
	};
}
