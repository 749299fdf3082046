import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

/** A folder that we made for logs: it goes with the data, and stays without. */
export function removeLogs(folder: string, withData: boolean): ConvergeStep {
	return {
		id: idOf('logs', folder),
		title: `Logs in ${folder}`,
		async check(context) {
			const {stdout} = await context.exec(sh`[ -d ${folder} ] && [ ! -L ${folder} ] && du -sh -- ${folder} | cut -f 1`);
			const size = stdout.trim();
			if (size === '') return [];
			if (withData) return [{what: `delete the logs in ${folder} (${size})`, removes: [{kind: 'logs', name: folder}]}];
			stays(context, 'kept', `the logs in ${folder} (${size})`);
			return [];
		},
		async apply(context) {
			const command = sh`find ${folder} -xdev -mindepth 1 -depth -delete && rmdir -- ${folder}`;
			await must(context, command, {what: `delete the logs in ${folder}`});
		},
	};
}
