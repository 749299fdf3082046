import type {ConvergeStep} from '../../core/plan.ts';
import {idOf} from '../inspect.ts';
import {must, quote} from '../shell.ts';

/** The folder of a connector plug-in that the plug-in command of the platform has made is gone. */
export function takePlugin(folder: string): ConvergeStep {
	const target = quote(folder);
	return {
		id: idOf('plugin', folder),
		title: `Plug-in ${folder}`,
		async check(context) {
			// Emptied to the half by a run that was stopped, it may have lost its manifest, which goes last.
			const {code} = await context.exec(`[ -d ${target} ] && [ ! -L ${target} ]`);
			if (code !== 0) return [];
			const {code: known} = await context.exec(`[ -f ${quote(`${folder}/manifest.json`)} ] || [ ! "$(ls -A ${target})" ]`);
			if (known === 0) return [{what: `remove plug-in ${folder}`, takes: [{kind: 'plugin', name: folder}]}];
			context.note(`left: ${folder} is no folder of a plug-in: it has no manifest.json`);
			return [];
		},
		async apply(context) {
			const rest = `find ${target} -xdev -mindepth 1 -depth ! -path ${quote(`${folder}/manifest.json`)} -delete`;
			await must(context, `${rest} && rm -f -- ${quote(`${folder}/manifest.json`)} && rmdir -- ${target}`, {
				what: `remove plug-in ${folder}`,
			});
		},
	};
}

/** A key that we have made rpm trust is not trusted any more. */
export function takeKey(fingerprint: string): ConvergeStep {
	/** rpm calls a key by the last eight digits. */
	const id = fingerprint.slice(-8).toLowerCase();
	const names = `rpm -qa 'gpg-pubkey*' | grep -i ${quote(id)}`;
	return {
		id: `key-${id}`,
		title: `Key ${fingerprint}`,
		async check(context) {
			const {code} = await context.exec(`command -v rpm >/dev/null && ${names}`);
			return code === 0 ? [{what: `remove the key ${fingerprint} from rpm`, takes: [{kind: 'key', name: fingerprint}]}] : [];
		},
		async apply(context) {
			await must(context, `rpm -e --allmatches $(${names})`, {what: 'remove a key from rpm'});
		},
	};
}
