import {isMistyped} from '../file/issues.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {brokersKeys} from '../roles/controller.ts';
import {keepers, metadataRole, roleOf} from '../roles.ts';
import {newestWith, versions, versionWith} from '../versions.ts';
import {archiveVersion} from './archives.ts';

const [usual] = keepers;

/** One process for both roles: where it can be, and what it has no settings for. */
function checkCombined(view: View): void {
	if (view.at(['controller', 'combined']) !== true) return;
	const brokers = view.texts(['roles', 'kafka']).map(({value}) => value);
	for (const {value, path} of view.texts(['roles', 'controller'])) {
		if (brokers.includes(value)) continue;
		view.report(
			path,
			`${quoted(value)} is no broker, and controller.combined makes each controller one process with its broker`,
			'name hosts of roles.kafka, or leave controller.combined out',
		);
	}
	for (const key of brokersKeys) {
		if (view.at(['controller', key]) === undefined) continue;
		view.report(
			['controller', key],
			`controller.${key} has no effect with controller.combined: the process is the broker's`,
			`set kafka.${key === 'dataDir' ? 'dataDirs' : key}`,
			'key',
		);
	}
}

/** Which role keeps the metadata, one and only one, and whether the version of the platform has it. */
export function checkMetadata(view: View): void {
	const has = (role: string) => {
		const list = view.at(['roles', role]);
		return list !== undefined && !(Array.isArray(list) && list.length === 0);
	};
	const named = keepers.filter(({id}) => has(id));
	const given = view.entries(['roles']).length > 0 || view.at(['roles']) !== undefined;
	if (given && named.length === 0 && !keepers.some(({id}) => isMistyped(view, ['roles', id]))) {
		view.report(
			['roles', usual!.id],
			`roles.${usual!.id} is missing: the brokers keep their metadata in it`,
			`write "${usual!.id}: [HOST, …]" below roles`,
			'key',
		);
	}
	checkCombined(view);
	const [first, second] = named;
	if (first !== undefined && second !== undefined) {
		view.report(
			['roles', second.id],
			`roles.${first.id} and roles.${second.id} both keep the metadata`,
			`a cluster has one of them: keep ${first.id} for a new cluster, ${second.id} for one that was installed with it`,
			'key',
		);
	}
	const kafka = archiveVersion(view);
	const version = kafka === undefined ? view.text(['platform', 'version']) : versionWith(kafka);
	const keeper = metadataRole({roles: Object.fromEntries(named.map(({id}) => [id, [id]]))});
	const known = version === undefined ? undefined : versions[version];
	if (known === undefined || named.length !== 1 || known.keepers.some(id => id === keeper.id)) return;
	const others = `name ${known.keepers.map(id => roleOf(id).title).join(' or ')} in place of ${keeper.title}: roles.${known.keepers[0]}`;
	if (kafka !== undefined) {
		view.report(
			['platform', 'source', 'archive'],
			`Kafka ${kafka} has no ${keeper.title}`,
			`take an archive of Kafka ${versions[newestWith(keeper.id)]!.kafka}, the last that has it, or ${others}`,
		);
		return;
	}
	view.report(
		['platform', 'version'],
		`Confluent Platform ${version} (Kafka ${known.kafka}) has no ${keeper.title}`,
		`write "version: '${newestWith(keeper.id)}'", the last that has it, or ${others}`,
	);
}
