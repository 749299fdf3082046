import {dirname} from 'node:path/posix';
import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';
import type {TakeServiceSpec} from './remove-service.ts';

type TakeCacheSpec = TakeServiceSpec & {
	/** The directory that systemd has made for the unit (`CacheDirectory=`), two below /var/cache. */
	readonly path: string;
};

/** The temporary files of a unit that was stopped, and with those of the last one the folder that is all units'. Root owns that. */
export function removeCache({unit, settings, path}: TakeCacheSpec): ConvergeStep {
	const folder = dirname(path);
	return {
		id: 'cache',
		title: `Temporary files of ${unit}`,
		async check(context) {
			const look = sh`if [ -d ${path} ]; then echo ${path}; elif [ -d ${folder} ] && [ -z "$(ls -A ${folder})" ]; then echo ${folder}; fi
[ -e ${settings} ] || ! systemctl is-active -q ${unit} || echo foreign`;
			const {stdout} = await must(context, look, {what: `look at ${path}`});
			const [name = '', foreign] = stdout.split('\n').filter(Boolean);
			if (!name.startsWith('/')) return [];
			if (foreign === undefined) return [{what: `remove directory ${name}`, removes: [{kind: 'directory', name}]}];
			stays(context, 'left', `${name}, as ${unit} runs without ${settings}`);
			return [];
		},
		async apply(context) {
			const command = sh`{ [ ! -d ${path} ] || find ${path} -xdev -depth -delete; } && { rmdir -- ${folder} 2>/dev/null || [ -d ${folder} ]; }`;
			await must(context, command, {what: `remove ${path}`});
		},
	};
}
