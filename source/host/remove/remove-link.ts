import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

/** A symbolic link that we made is gone: one that leads to `folder` or below, or, from there, to a name beside it. */
export function removeLink(path: string, folder: string): ConvergeStep {
	return {
		id: idOf('link', path),
		title: path,
		async check(context) {
			const look = sh`if [ -L ${path} ]; then readlink -- ${path}; elif [ -e ${path} ]; then echo /; fi`;
			const to = (await must(context, look, {what: `look at ${path}`})).stdout.trimEnd();
			if (to === '') return [];
			const ours = to.startsWith(`${folder}/`) || (path.startsWith(`${folder}/`) && !to.includes('/'));
			if (ours) return [{what: `remove link ${path}`, removes: [{kind: 'link', name: path}]}];
			stays(context, 'left', `${path} is not the link that kafka-setup made`);
			return [];
		},
		async apply(context) {
			await must(context, sh`[ ! -L ${path} ] || rm -f -- ${path}`, {what: `remove link ${path}`});
		},
	};
}
