import {createHash} from 'node:crypto';
import {basename, dirname} from 'node:path/posix';
import type {Cluster} from '../../../cluster/cluster.ts';
import {versionOf} from '../../../cluster/versions.ts';
import {type Command, sh} from '../../../core/command.ts';
import type {Context, ConvergeStep} from '../../../core/plan.ts';
import {put, putPrinted} from '../../../host/files/put.ts';
import {hostFolder} from '../../../host/host-folder.ts';
import {must} from '../../../host/shell.ts';
import {distributionOf} from '../../distribution.ts';
import type {Plugin} from './artifacts/plugin.ts';
import {asideOf, putBack, replacedBy, setAside} from './plugin-files.ts';

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
			const away = replacedBy(upload.folder);
			for (const path of notOurs) {
				await must(context, sh`mkdir -p -- ${away} && mv --backup=numbered -- ${`${upload.folder}/${path}`} ${away}/`);
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

/** Of a record that knows no more. */
const wasThere = '# It was there before: only its manifest is compared.';
/** The sums of the files of a plug-in as it was fetched; until it was, that it is on its way. */
const sumsOf = (folder: string) => `${hostFolder}/${basename(folder)}.sha256`;
const begun = Buffer.from('# A fetch was begun.\n');

/**
 * One that the host fetches: only its version is known before, so what came is recorded, and compared from then on. Of one that was
 * there before any record nobody can say which jars came with it, and which an operator put there: of that the manifest alone is.
 */
function fetched(cluster: Cluster, hub: string, folder: string, driver: string): ConvergeStep {
	const {files, hubDir} = distributionOf(cluster);
	const version = hub.split(':')[1] ?? '';
	const sums = sumsOf(folder);
	const own = {path: sums, owner: 'root', group: 'root', mode: 0o644};
	const isOurs = driver.startsWith(`${folder}/`) ? sh`! -path ${`.${driver.slice(folder.length)}`}` : sh``;
	// What was set aside is not back yet.
	const look = sh`cd -- ${folder} 2>/dev/null && grep -qF -- ${`"${version}"`} manifest.json 2>/dev/null || { echo missing; exit; }
if [ -e ${asideOf(folder)} ]; then echo changed; elif [ ! -f ${sums} ]; then echo unrecorded; elif sha256sum -c --strict --status ${sums}; then echo same; else echo changed; fi`;
	const state = async (context: Context) => (await must(context, look, {what: `look into ${folder}`})).stdout.trim();
	return {
		id: 'plugin',
		title: 'Connector plug-in',
		async check(context) {
			const found = await state(context);
			if (found === 'same') return [];
			const record = {kind: 'file', name: sums} as const;
			if (found === 'unrecorded') return [{what: `record the sha256 of ${folder}/manifest.json`, puts: [record]}];
			const reason = found === 'changed' ? {reason: `its files in ${folder} are not those that were installed`} : {};
			return [{what: `install connector plug-in ${hub}`, ...reason, puts: [{kind: 'plugin', name: folder}, record]}];
		},
		async apply(context) {
			if ((await state(context)) === 'unrecorded')
				return putPrinted(context, own, sh`cd -- ${folder} && echo ${wasThere} && sha256sum ./manifest.json`);
			// The command that fetches puts a folder in place of the one that is there.
			await must(context, setAside(folder, sums, driver), {what: `keep what else is in ${folder}`});
			await put(context, {...own, content: begun});
			const command = fetchCommand(versionOf(cluster).commands.plugin, hub, hubDir, files.worker);
			await must(context, command, {what: `install connector plug-in ${hub}`, show: true});
			await putPrinted(context, own, sh`cd -- ${folder} && find . -type f ${isOurs} -exec sha256sum -- {} +`);
			const {stdout} = await must(context, putBack(folder), {what: `put back what else was in ${folder}`});
			const those = (what: string) => [...stdout.matchAll(new RegExp(`^${what} (.+)$`, 'gm'))].map(([, path]) => path).join(', ');
			const [back, replaced] = [those('back'), those('replaced')];
			if (back !== '') context.note(`did not come with the plug-in, and is still in its folder: ${back}`);
			if (replaced !== '') context.note(`is another one in the plug-in now, and kept in ${replacedBy(folder)}: ${replaced}`);
		},
	};
}

/** Of the Hub's, if the host fetches one: without a source nobody needs it. */
const hubOf = ({connect}: Cluster) => ('hub' in connect.plugin && connect.sources.length > 0 ? connect.plugin.hub : undefined);

/** The step that brings the connector; none if it comes with the packages. */
export function pluginSteps(cluster: Cluster, plugin: Plugin, driver: string): readonly ConvergeStep[] {
	if (plugin.upload !== undefined) return [uploaded(plugin.upload, driver)];
	const hub = hubOf(cluster);
	return hub === undefined ? [] : [fetched(cluster, hub, dirname(plugin.jars), driver)];
}

/** The files that are others when the connector is another one: a worker that runs with the old one has to be restarted. */
export function pluginFiles(cluster: Cluster, {jars, upload}: Plugin): readonly string[] {
	if (upload !== undefined) return [`${upload.folder}/manifest.json`];
	return hubOf(cluster) === undefined ? [] : [sumsOf(dirname(jars))];
}
