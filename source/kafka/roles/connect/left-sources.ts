import type {Cluster, Source} from '../../../cluster/cluster.ts';
import {sourceName} from '../../../cluster/roles/connect.ts';
import {bareTable, topicOf} from '../../../cluster/tables.ts';
import {sh} from '../../../core/command.ts';
import type {Change} from '../../../core/events.ts';
import type {Host} from '../../../core/inventory.ts';
import type {Context, ConvergeStep} from '../../../core/plan.ts';
import {mark} from '../../../host/files/put-script.ts';
import {stays} from '../../../host/remarks.ts';
import {removeFile} from '../../../host/remove/remove-file.ts';
import {must} from '../../../host/shell.ts';
import {escapeProperty} from '../../templates.ts';
import {offsetsFile, secretsDir, sourcesDir} from './files.ts';
import {sourcesOf} from './worker.ts';

type Left = {
	/** Only of the forms that `forms` has: a name that a host says is never more than that. */
	readonly path: string;
	readonly source: string;
	readonly kind: 'properties' | 'password' | 'fragment';
	/** Whether it bears the mark of `put`. */
	readonly ours: boolean;
};

/** An example that the connector's package brings along. */
const examples = [`${sourcesDir}/source-quickstart-sqlite.properties`];

/** What `put` leaves behind when its host loses power. */
const fragment = '\\.kafka-setup\\.[A-Za-z0-9]{6}';

const forms = [
	{folder: sourcesDir, kind: 'properties', name: `source-(${sourceName})\\.properties`},
	{folder: secretsDir, kind: 'password', name: `(${sourceName})\\.password`},
	{folder: sourcesDir, kind: 'fragment', name: `\\.source-(${sourceName})\\.properties${fragment}`},
	{folder: secretsDir, kind: 'fragment', name: `\\.(${sourceName})\\.password${fragment}`},
] as const;

/** Prints `FORM TYPE TIME NAME` of each file of one of the forms, these by their numbers. */
const listCommand = sh`export LC_ALL=C
folders=()
for folder in ${[...new Set(forms.map(({folder}) => `${folder}/`))]}; do [ ! -d "$folder" ] || folders+=("$folder"); done
[ "$folders" ] || exit 0
exec find "\${folders[@]}" -maxdepth 1 -regextype posix-extended ${forms.flatMap(({folder, name}, index) => [
	...(index === 0 ? [] : ['-o']),
	'-regex',
	`${folder.replaceAll('.', '\\.')}/${name}`,
	'-printf',
	`${index} %y %T@ %f\\n`,
])}`;

/** The files of sources in our folders, those of this worker's own sources left out. */
async function leftOn(context: Context, sources: readonly Source[]): Promise<readonly Left[]> {
	const {stdout} = await must(context, listCommand, {what: `list the files in ${sourcesDir}`});
	const names = sources.map(({name}) => name);
	const withPassword = sources.filter(({password}) => password !== undefined).map(({name}) => name);
	return stdout.split('\n').flatMap((line): readonly Left[] => {
		// Of the time, find prints one digit more than a file system has.
		const [, index, type, fraction = '', name = ''] = /^(\d) (.) \d+\.(\d{9})\d* (\S+)$/.exec(line) ?? [];
		const form = forms[Number(index)];
		const source = form === undefined ? undefined : new RegExp(`^${form.name}$`).exec(name)?.[1];
		if (form === undefined || source === undefined) return [];
		const path = `${form.folder}/${name}`;
		const ours = type === 'f' && (form.kind === 'fragment' || fraction.endsWith(mark));
		// What is beside a file that is still wanted goes when that is written.
		const wanted = form.folder === secretsDir ? withPassword : names;
		if (wanted.includes(source) || (!ours && examples.includes(path))) return [];
		return [{path, source, kind: form.kind, ours}];
	});
}

function reasonFor(cluster: Cluster, host: Host, {source, kind}: Left): string {
	if (kind === 'fragment') return 'a write that was cut off has left it there';
	const worker = cluster.hosts.find(one => sourcesOf(cluster, one).some(({name}) => name === source))?.name;
	if (worker === host.name) return `source ${source} has no password in the cluster file`;
	const why = `source ${source} is ${worker === undefined ? 'not' : `on ${worker}`} in the cluster file`;
	return kind === 'password' ? why : `${why}: its connector ends, its topic stays`;
}

/** Far more than a source's file has. */
const mostBytes = 64 * 1024;

/**
 * Which sources of this worker are one that left under another name: they read its tables, and have no offset of their
 * own. They begin anew, which nobody expects of a mere name.
 */
async function noteRenamed(context: Context, left: Left, sources: readonly Source[], offsets: string): Promise<void> {
	const {stdout} = await must(context, sh`head -c ${mostBytes} -- ${left.path}`, {what: `read ${left.path}`});
	const lines = stdout.split('\n');
	const tables =
		lines
			.find(line => line.startsWith('table.whitelist='))
			?.slice('table.whitelist='.length)
			.split(',') ?? [];
	for (const source of sources) {
		// Earlier versions wrote the names of tables as they stand in the cluster file.
		const same = source.tables.filter(table => [table, bareTable(table)].some(name => tables.includes(escapeProperty(name))));
		if (same.length === 0 || !lines.includes(`connection.url=${escapeProperty(source.url)}`)) continue;
		// A key of the offsets is JSON: the name of the connector, and the table.
		const own = sh`[ -f ${offsets} ] && timeout 5 grep -aqF -- ${`["${source.name}",`} ${offsets}`;
		if ((await context.exec(own)).code === 0) continue;
		const twice = lines.includes(`topic.prefix=${escapeProperty(source.topicPrefix)}`);
		const topics = same.map(table => topicOf(source, table)).join(', ');
		context.note(
			`${source.name} starts from the first row, into ${topics}${twice ? `, where ${left.source} has put its rows` : ''}`,
		);
	}
}

/**
 * The files of sources that this worker has no longer are gone: they would keep a database's password on a host that has
 * no use for it. What does not bear our mark is left, and named.
 */
export function leftSources(cluster: Cluster, host: Host): ConvergeStep {
	const sources = sourcesOf(cluster, host);
	return {
		id: 'left-sources',
		title: 'Sources that are gone from the cluster file',
		async check(context) {
			const changes: Change[] = [];
			for (const left of await leftOn(context, sources)) {
				const {path, kind, ours} = left;
				const reason = reasonFor(cluster, host, left);
				if (!ours) stays(context, 'left', `${path} is not as kafka-setup wrote it, and ${reason.replace(/:.*/, '')}`);
				else if (kind === 'fragment') changes.push({what: `remove ${path}`, reason});
				else {
					changes.push(...(await removeFile(path).check(context)).map(change => ({...change, reason})));
					if (kind === 'properties') await noteRenamed(context, left, sources, offsetsFile(cluster.connect.dataDir));
				}
			}
			return changes;
		},
		async apply(context) {
			for (const left of await leftOn(context, sources)) {
				const {path, kind, ours} = left;
				if (!ours) continue;
				// Of a step that changes something, what its first check said is no longer shown.
				if (kind === 'properties') await noteRenamed(context, left, sources, offsetsFile(cluster.connect.dataDir));
				if (kind === 'fragment') await must(context, sh`rm -f -- ${path}`);
				else await removeFile(path).apply(context);
			}
		},
	};
}
