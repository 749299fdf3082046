import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

/** The folder of a connector plug-in that the plug-in command of the platform has made is gone. */
export function removePlugin(folder: string): ConvergeStep {
	const manifest = `${folder}/manifest.json`;
	return {
		id: idOf('plugin', folder),
		title: `Plug-in ${folder}`,
		async check(context) {
			// Emptied to the half by a run that was stopped, it may have lost its manifest, which goes last.
			const {code} = await context.exec(sh`[ -d ${folder} ] && [ ! -L ${folder} ]`);
			if (code !== 0) return [];
			const {code: known} = await context.exec(sh`[ -f ${manifest} ] || [ ! "$(ls -A ${folder})" ]`);
			if (known === 0) return [{what: `remove plug-in ${folder}`, removes: [{kind: 'plugin', name: folder}]}];
			stays(context, 'left', `${folder} is no folder of a plug-in: it has no manifest.json`);
			return [];
		},
		async apply(context) {
			const rest = sh`find ${folder} -xdev -mindepth 1 -depth ! -path ${manifest} -delete`;
			await must(context, sh`${rest} && rm -f -- ${manifest} && rmdir -- ${folder}`, {what: `remove plug-in ${folder}`});
		},
	};
}

/** A key that we have made rpm trust is not trusted any more. */
export function removeKey(fingerprint: string): ConvergeStep {
	/** rpm calls a key by the last eight digits. */
	const id = fingerprint.slice(-8).toLowerCase();
	const names = sh`rpm -qa 'gpg-pubkey*' | grep -i -- ${id}`;
	return {
		id: `key-${id}`,
		title: `Key ${fingerprint}`,
		async check(context) {
			const {code} = await context.exec(sh`command -v rpm >/dev/null && ${names}`);
			return code === 0 ? [{what: `remove the key ${fingerprint} from rpm`, removes: [{kind: 'key', name: fingerprint}]}] : [];
		},
		async apply(context) {
			await must(context, sh`rpm -e --allmatches $(${names})`, {what: 'remove a key from rpm'});
		},
	};
}
