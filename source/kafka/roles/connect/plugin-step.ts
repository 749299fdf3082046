import {createHash} from 'node:crypto';
import type {Cluster} from '../../../cluster/cluster.ts';
import {versionOf} from '../../../cluster/versions.ts';
import {type Command, sh} from '../../../core/command.ts';
import type {Context, ConvergeStep} from '../../../core/plan.ts';
import {command} from '../../../host/command.ts';
import {put} from '../../../host/files/put.ts';
import {hostFolder} from '../../../host/host-folder.ts';
import {must} from '../../../host/shell.ts';
import {distributionOf} from '../../distribution.ts';
import type {Plugin} from './artifacts/plugin.ts';

/** Where jars of an earlier version of a plug-in go: beside the new ones they would be loaded too. */
const replacedDir = `${hostFolder}/replaced`;

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** The files of the plug-in that the host lacks or has with another content, and its jars that are not of this version. */
async function compare(context: Context, {folder, files: wanted}: NonNullable<Plugin['upload']>, driver: string) {
	const {stdout} = await context.exec(sh`cd -- ${folder} 2>/dev/null && find . -type f -exec sha256sum {} +`);
	const there = new Map([...stdout.matchAll(/^([0-9a-f]{64}) {2}\.\/(.+)$/gm)].map(([, hash, path]) => [path!, hash!]));
	return {
		missing: [...wanted].filter(([path, content]) => there.get(path) !== sha256(content)).map(([path]) => path),
		notOurs: [...there.keys()].filter(
			path => path.startsWith('lib/') && path.endsWith('.jar') && !wanted.has(path) && `${folder}/${path}` !== driver,
		),
	};
}

function uploaded(upload: NonNullable<Plugin['upload']>, driver: string): ConvergeStep {
	return {
		id: 'plugin',
		title: 'Connector plug-in',
		async check(context) {
			const {missing, notOurs} = await compare(context, upload, driver);
			if (missing.length + notOurs.length === 0) return [];
			return [
				{
					what: `install connector plug-in ${upload.folder} ${upload.version} (sha256 ${upload.sha256})`,
					reason: `${missing.length} files to upload, ${notOurs.length} old jars to move away`,
					puts: [
						{kind: 'directory', name: upload.folder},
						{kind: 'directory', name: `${upload.folder}/lib`},
						...missing.map(path => ({kind: 'file', name: `${upload.folder}/${path}`}) as const),
					],
				},
			];
		},
		async apply(context) {
			const {missing, notOurs} = await compare(context, upload, driver);
			const away = `${replacedDir}/${upload.folder.split('/').at(-1)}`;
			for (const path of notOurs) {
				await must(context, sh`mkdir -p -- ${away} && mv -f -- ${`${upload.folder}/${path}`} ${away}/`);
				context.note(`moved ${path} of an earlier version to ${away}`);
			}
			await must(context, sh`mkdir -p -- ${`${upload.folder}/lib`}`);
			const total = missing.reduce((sum, path) => sum + upload.files.get(path)!.length, 0);
			let done = 0;
			for (const path of missing) {
				const content = upload.files.get(path)!;
				await put(context, {
					path: `${upload.folder}/${path}`,
					owner: 'root',
					group: 'root',
					mode: 0o644,
					content,
					onSent: bytes => context.progress(done + bytes, total),
				});
				done += content.length;
			}
		},
	};
}

/** What fetches a connector from Confluent Hub: the Hub client, or the command that took its place in 8.0 (Confluent's CLI reference). */
const fetchCommand = (tool: 'confluent-hub' | 'confluent', hub: string, folder: string, worker: string): Command =>
	tool === 'confluent-hub'
		? sh`confluent-hub install --no-prompt --component-dir ${folder} --worker-configs ${worker} ${hub}`
		: sh`confluent connect plugin install ${hub} --force --plugin-directory ${folder} --worker-configurations ${worker}`;

/** The step that brings the connector; none if it comes with the packages. */
export function pluginSteps(cluster: Cluster, plugin: Plugin, driver: string): readonly ConvergeStep[] {
	if (plugin.upload !== undefined) return [uploaded(plugin.upload, driver)];
	// Without a source nobody needs it.
	if (!('hub' in cluster.connect.plugin) || cluster.connect.sources.length === 0) return [];
	const {hub} = cluster.connect.plugin;
	const {files, hubDir} = distributionOf(cluster);
	const version = hub.split(':')[1] ?? '';
	const manifest = plugin.jars.replace(/lib$/, 'manifest.json');
	const tool = versionOf(cluster).commands.plugin;
	return [
		command({
			id: 'plugin',
			title: 'Connector plug-in',
			check: sh`grep -qF -- ${`"${version}"`} ${manifest} 2>/dev/null`,
			apply: fetchCommand(tool, hub, hubDir, files.worker),
			what: `install connector plug-in ${hub}`,
			puts: [{kind: 'plugin', name: plugin.jars.replace(/\/lib$/, '')}],
		}),
	];
}
