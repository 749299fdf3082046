import {normalDirectory} from '../../../cluster/checks/normal-directory.ts';
import {logDirOf} from '../../../cluster/roles/zookeeper-log-dir.ts';
import type {Difference} from '../../../core/events.ts';
import type {Rule} from '../../settled/view.ts';
import {putBack, say} from '../../settled/way-out.ts';

/** Transactions that lie where the file no longer looks: a member would start with the last snapshot alone. */
export const logDirectory: Rule = ({cluster, hosts, settled}) => {
	const {dataDir} = cluster.zookeeper;
	const wanted = logDirOf(cluster.zookeeper) ?? dataDir;
	return hosts.flatMap(({name, standing: {metadata}, replaced}): readonly Difference[] => {
		if (!settled || replaced || !cluster.roles.zookeeper.includes(name) || metadata?.hasData !== true) return [];
		const now = metadata.logDir === undefined ? metadata.dataDir : normalDirectory(metadata.logDir);
		// Another directory for all of its data is a difference of its own.
		if (now === undefined || now === wanted || metadata.dataDir !== dataDir) return [];
		return [
			{
				subject: `zookeeper.extraProperties.dataLogDir of ${name}`,
				there: `${now} has the transaction log`,
				wanted,
				wayOut: [
					metadata.logDir === undefined
						? say('Take dataLogDir out of zookeeper.extraProperties.')
						: putBack(`extraProperties: {dataLogDir: ${now}}`),
				],
			},
		];
	});
};
