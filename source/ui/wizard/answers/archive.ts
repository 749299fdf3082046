import {isUrl, kafkaIn, sha512In} from '../../../cluster/archive.ts';
import {type MetadataRole, roles, rolesWith} from '../../../cluster/roles.ts';
import {newestVersion, versionWith} from '../../../cluster/versions.ts';
import {cleanPath} from '../local-path.ts';
import {type Answers, type FieldId, type FileData, fieldOf} from './answers.ts';

/** The archives of a cluster file, and what is in them. */
export const archiveKinds = [
	{key: 'source', brings: 'Kafka'},
	{key: 'java', brings: 'Java'},
] as const;
export type ArchiveKind = (typeof archiveKinds)[number]['key'];

/** Where an archive is: a path or a URL; empty where none was given. */
export const placeOfArchive = (answers: Answers, kind: ArchiveKind): string =>
	cleanPath(fieldOf(answers, `platform.${kind}.archive`));

/** Its sha512 as a cluster file has it: digits, or the path of the file that has them. */
export function sha512OfArchive(answers: Answers, kind: ArchiveKind): string {
	const text = fieldOf(answers, `platform.${kind}.sha512`);
	return sha512In(text) ?? cleanPath(text);
}

/** The archive that a field is about. */
export const archiveOfField = (id: FieldId): ArchiveKind | undefined =>
	archiveKinds.find(({key}) => id.startsWith(`platform.${key}.`))?.key;

/** The hosts fetch it, and have to know that it is the right one. */
export const isFetched = (answers: Answers, kind: ArchiveKind): boolean => isUrl(placeOfArchive(answers, kind));

/** The version of Kafka that the name of the archive says. */
export const kafkaOfArchive = (answers: Answers): string | undefined => kafkaIn(placeOfArchive(answers, 'source'));

/** The version of the platform that has the Kafka of the archive: the newest as long as no name says another. */
export const versionOfArchive = (answers: Answers): string => versionWith(kafkaOfArchive(answers) ?? '') ?? newestVersion;

/** The roles that there are to choose from, with what keeps the metadata; an archive does not have all of them. */
export const rolesOffered = (keeper: MetadataRole, {archive}: Pick<Answers, 'archive'>) =>
	rolesWith(keeper).filter(({packagesOnly}) => archive !== true || packagesOnly !== true);

/** What is to be known of the roles that an archive does not have. */
export const notInArchive: readonly string[] = roles
	.filter(({packagesOnly}) => packagesOnly)
	.map(({title}) => `Apache Kafka has no ${title}: Connect writes JSON with its schema`);

/** The archives as a cluster file has them: Kafka's always, for without it they would be packages. */
export function archiveData(answers: Answers): FileData {
	const of = (kind: ArchiveKind): FileData => ({
		archive: placeOfArchive(answers, kind),
		sha512: sha512OfArchive(answers, kind) || undefined,
	});
	return {source: of('source'), java: placeOfArchive(answers, 'java') === '' ? undefined : of('java')};
}
