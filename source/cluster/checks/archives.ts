import {isUrl, kafkaIn, sha512In, stemOf} from '../archive.ts';
import {quoted} from '../file/problems.ts';
import type {View} from '../file/view.ts';
import {type Path, pathText} from '../file/yaml-tree.ts';
import {roles} from '../roles.ts';
import {versions, versionWith} from '../versions.ts';

const sourcePath = ['platform', 'source'];
const javaPath = ['platform', 'java'];

/** Whether Kafka comes from an archive. */
export const isArchive = (view: View): boolean => view.at(sourcePath) !== undefined;

/** The version of Kafka that the name of the archive says; undefined if there is none. */
export function archiveVersion(view: View): string | undefined {
	const place = view.text([...sourcePath, 'archive']);
	return place === undefined ? undefined : kafkaIn(place);
}

/** Whoever fetches it from elsewhere has to know that it is the right one. */
function checkSha512(view: View, path: Path): void {
	const place = view.text([...path, 'archive']);
	const sha512 = view.text([...path, 'sha512']);
	if (place !== undefined && isUrl(place) && view.at([...path, 'sha512']) === undefined) {
		view.report(
			path,
			`${pathText(path)}.sha512 is missing: the hosts must know that what they fetch is the right archive`,
			`write "sha512: …" with the digits of ${place}.sha512`,
			'key',
			[...path, 'sha512'],
		);
	}
	// Digits and blanks alone are no path.
	if (sha512 !== undefined && sha512In(sha512) === undefined && /^(?:[^\s:/]+:)?[0-9a-f\s]{32,}$/i.test(sha512)) {
		const digits = sha512.replace(/^[^\s:]+:/, '').replace(/\s/g, '').length;
		view.report(
			[...path, 'sha512'],
			`${pathText(path)}.sha512 has ${digits} of 128 hex digits`,
			'copy all of them, or name the file that has them',
		);
	}
}

function checkVersion(view: View): void {
	const path = [...sourcePath, 'archive'];
	const place = view.text(path);
	if (place === undefined) return;
	const kafka = kafkaIn(place);
	if (kafka === undefined) {
		view.report(
			path,
			`${quoted(place)} is not named as an archive of Kafka`,
			'it is kafka_SCALA-VERSION.tgz, such as kafka_2.13-4.3.1.tgz, as Apache serves it: give it its name back. The one that ends in -src.tgz is the source code',
		);
		return;
	}
	const version = versionWith(kafka);
	if (version === undefined) {
		const known = Object.values(versions).map(one => one.kafka);
		view.report(path, `Kafka ${kafka} is not supported`, `supported: ${known.join(', ')}`);
		return;
	}
	const given = view.text(['platform', 'version']);
	if (given === undefined || given === version || versions[given] === undefined) return;
	view.report(
		['platform', 'version'],
		`platform.version ${given} is Kafka ${versions[given].kafka}, and the archive has Kafka ${kafka}`,
		'take platform.version out: the archive says it',
	);
}

/** What only Confluent's packages have. */
function checkRest(view: View): void {
	if (view.at(['platform', 'packages']) !== undefined) {
		view.report(
			['platform', 'packages'],
			'platform.packages and platform.source both say where Kafka comes from',
			'keep one of the two',
			'key',
		);
	}
	for (const {id, title} of roles.filter(({packagesOnly}) => packagesOnly)) {
		if (view.length(['roles', id]) === 0) continue;
		view.report(
			['roles', id],
			`Apache Kafka has no ${title}`,
			`take roles.${id} out: Connect writes JSON with its schema then. Or take platform.source out, for Confluent's packages`,
			'key',
		);
	}
	if (view.length(['roles', 'connect']) === 0) return;
	const plugin = ['connect', 'plugin'];
	const [[key] = []] = view.entries(plugin);
	if (key === 'zip' || key === 'folder') return;
	view.report(
		plugin,
		key === undefined
			? 'connect.plugin is missing: Apache Kafka has no JDBC connector'
			: `connect.plugin.${key} needs Confluent's packages`,
		'write "plugin: {zip: PATH}": the zip that Confluent Hub offers as the download of the connector. Or {folder: PATH}, where it is unpacked',
		'key',
	);
}

function checkJava(view: View): void {
	if (view.at(javaPath) === undefined) return;
	if (!isArchive(view)) {
		view.report(
			javaPath,
			'platform.java is for Kafka from an archive',
			"Confluent's packages use the Java of the system: set platform.javaPackage, or platform.source beside it",
			'key',
		);
	}
	if (view.at(['platform', 'javaPackage']) !== undefined) {
		view.report(javaPath, 'platform.java and platform.javaPackage both bring Java', 'keep one of the two', 'key');
	}
	const place = view.text([...javaPath, 'archive']);
	if (place !== undefined && stemOf(place) === undefined) {
		view.report(
			[...javaPath, 'archive'],
			`${quoted(place)} is no .tar.gz`,
			'take a JDK or JRE for Linux as .tar.gz, such as OpenJDK17U-jre_x64_linux_hotspot_17.0.15_6.tar.gz',
		);
	}
}

/** Kafka and Java from archives: which version, and what goes with it. */
export function checkArchives(view: View): void {
	for (const path of [sourcePath, javaPath]) checkSha512(view, path);
	checkJava(view);
	if (!isArchive(view)) return;
	checkVersion(view);
	checkRest(view);
}
