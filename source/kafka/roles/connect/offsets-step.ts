import type {Cluster} from '../../../cluster/cluster.ts';
import {sh} from '../../../core/command.ts';
import type {ConvergeStep} from '../../../core/plan.ts';
import {enterScript, safely} from '../../../host/enter.ts';
import {failed} from '../../../host/shell.ts';
import {distributionOf} from '../../distribution.ts';

const file = 'connect.offsets';

/**
 * Offsets that were copied from another worker by hand are root's: the worker could read them, and not write how far it has
 * come. Only a regular file of one name is given to it, so that no link leads elsewhere.
 */
export function offsetsStep(cluster: Cluster): ConvergeStep {
	const {dataDir} = cluster.connect;
	const {users, group} = distributionOf(cluster);
	const owner = `${users.connect}:${group}`;
	const path = `${dataDir}/${file}`;
	const found = sh`${enterScript}
enter ${dataDir} || { echo "$why"; exit 0; }
[ ! -e ./${file} ] || exec stat -c '%F, %h, %U:%G' ./${file}`;
	return {
		id: 'offsets',
		title: 'Owner of the offsets',
		async check(context) {
			const {stdout} = await safely(context, found);
			const was = /^regular (?:empty )?file, 1, (\S+)\n/.exec(stdout)?.[1];
			return was === undefined || was === owner ? [] : [{what: `set owner of ${path} to ${owner} (was ${was})`}];
		},
		async apply(context) {
			const result = await safely(
				context,
				sh`${enterScript}
enter ${dataDir} || { echo "$why"; exit 1; }
case $(stat -c '%F, %h' ./${file}) in 'regular file, 1' | 'regular empty file, 1') chown -h ${owner} -- ./${file} ;; *) exit 1 ;; esac`,
			);
			if (result.code !== 0) throw failed(context, `set owner of ${path}`, result);
		},
	};
}
