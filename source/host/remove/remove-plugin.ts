import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {partsOf} from '../files/unpacked.ts';
import {idOf} from '../inspect.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

type TreeSpec = {
	readonly kind: 'plugin' | 'archive';
	/** What it is, in a sentence. */
	readonly what: string;
	readonly folder: string;
	/** The file in it that tells it from any other folder. */
	readonly mark: string;
	/** What may lie beside it from a run that was cut. */
	readonly parts?: readonly string[];
};

/** A folder that is known by a file in it is gone with all that is in it; that file goes last. */
function removeTree({kind, what, folder, mark, parts = []}: TreeSpec): ConvergeStep {
	const manifest = `${folder}/${mark}`;
	return {
		id: idOf(kind, folder),
		title: folder,
		async check(context) {
			if (parts.length > 0) {
				const {code} = await context.exec(sh`ls -d -- ${parts} 2>/dev/null | grep -q .`);
				if (code === 0) return [{what: `remove ${what} ${folder}, which is not whole`, removes: [{kind, name: folder}]}];
			}
			// Emptied to the half by a run that was stopped, it may have lost its manifest, which goes last.
			const {code} = await context.exec(sh`[ -d ${folder} ] && [ ! -L ${folder} ]`);
			if (code !== 0) return [];
			const {code: known} = await context.exec(sh`[ -f ${manifest} ] || [ ! "$(ls -A ${folder})" ]`);
			if (known === 0) return [{what: `remove ${what} ${folder}`, removes: [{kind, name: folder}]}];
			stays(context, 'left', `${folder} is not as kafka-setup put it there: it has no ${mark}`);
			return [];
		},
		async apply(context) {
			const tree = sh`find ${folder} -xdev -mindepth 1 -depth ! -path ${manifest} -delete && rm -f -- ${manifest} && rmdir -- ${folder}`;
			const whole = parts.length === 0 ? tree : sh`rm -rf -- ${parts} && { [ ! -e ${folder} ] || { ${tree}; }; }`;
			await must(context, whole, {what: `remove ${what} ${folder}`});
		},
	};
}

/** The folder of a connector plug-in that the plug-in command of the platform has made is gone. */
export const removePlugin = (folder: string): ConvergeStep =>
	removeTree({kind: 'plugin', what: 'plug-in', folder, mark: 'manifest.json'});

/** The folder that an archive was unpacked to is gone. */
export const removeUnpacked = (folder: string, mark: string): ConvergeStep =>
	removeTree({kind: 'archive', what: 'archive', folder, mark, parts: partsOf(folder)});

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
