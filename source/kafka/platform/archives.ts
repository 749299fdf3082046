import type {Cluster} from '../../cluster/cluster.ts';
import {keepers} from '../../cluster/roles.ts';
import {newestWith, versions} from '../../cluster/versions.ts';
import {type ReadArchive, readArchive} from './read-archive.ts';

export type Archives = {readonly kafka?: ReadArchive; readonly java?: ReadArchive};

/** What is read of a cluster. */
type Wanted = Pick<Cluster, 'roles'> & {readonly platform: Partial<Pick<Cluster['platform'], 'source' | 'java'>>};

const jarOf = (name: string) => /(?:^|\/)libs\/kafka-clients-(\d+\.\d+\.\d+)\.jar$/.exec(name)?.[1];

/** Reads the archives of a cluster file that are on this machine, whole, and the sha512 of all. @throws InputError */
export async function readArchives({platform: {source, java}, roles}: Wanted): Promise<Archives> {
	const kafka =
		source &&
		(await readArchive('platform.source', source, names => {
			const has = (script: string) => names.some(name => name.endsWith(`/bin/${script}.sh`));
			const version = names.map(jarOf).find(Boolean);
			if (version === undefined || !has('kafka-server-start')) {
				return [
					'has no libs/kafka-clients-VERSION.jar and bin/kafka-server-start.sh',
					'Take the binary download, kafka_SCALA-VERSION.tgz: kafka-VERSION-src.tgz is the source code.',
				];
			}
			if (version !== source.kafka) {
				return [
					`has Kafka ${version} in it, and ${source.kafka} in its name`,
					`Give it its own name, kafka_2.13-${version}.tgz, or download ${source.kafka} again.`,
				];
			}
			const missing = keepers.find(({id, start}) => roles[id].length > 0 && start !== undefined && !has(start.script));
			if (missing === undefined) return undefined;
			return [
				`has no bin/${missing.start!.script}.sh, and roles.${missing.id} needs it`,
				`Take an archive of Kafka ${versions[newestWith(missing.id)]!.kafka} as Apache serves it, or name KRaft controllers: roles.controller.`,
			];
		}));
	const ofJava =
		java &&
		(await readArchive('platform.java', java, names =>
			names.some(name => /^(?:\.\/)?(?:[^/]+\/)?bin\/java$/.test(name))
				? undefined
				: ['has no bin/java in its top folder', 'Take a JDK or JRE for Linux as .tar.gz.'],
		));
	return {...(kafka === undefined ? {} : {kafka}), ...(ofJava === undefined ? {} : {java: ofJava})};
}
