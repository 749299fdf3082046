import {parse} from 'yaml';
import type {ConnectorPlugin} from '../../../cluster/cluster.ts';
import {cleanPath} from '../local-path.ts';
import type {FileData} from './answers.ts';
import {flow} from './yaml-lines.ts';

/** A plug-in as a cluster file has it, such as `{package: NAME}`. */
export const pluginText = (plugin: ConnectorPlugin): string => flow(plugin);

/** The path of the zip on this machine that was typed for a plug-in; empty where it is something else. */
export function zipIn(text: string): string {
	const data = pluginData(text.trim());
	return typeof data === 'object' && typeof data.zip === 'string' ? data.zip : '';
}

const kinds: readonly string[] = ['package', 'hub', 'zip'];

/** The mapping that a text in braces is, if it is one of a plug-in: right or wrong in its values. */
function mappingIn(text: string): FileData | undefined {
	try {
		const data: unknown = parse(text, {logLevel: 'error'});
		if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
		const plain = Object.entries(data).every(([key, value]) => kinds.includes(key) && /string|number/.test(typeof value));
		return plain ? (data as FileData) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * What was typed as the data of a cluster file: `{package: NAME}`, `{hub: OWNER/NAME:VERSION}` or `{zip: PATH}`. What stands in
 * the braces may stand alone; the path of a zip as it is dropped, in quotes or as a URL. Anything else stays a text, which the rules of the file refuse.
 */
export function pluginData(text: string): FileData | string {
	if (text.startsWith('{')) return mappingIn(text) ?? text;
	if (/^[^/~.][^/]*\/[^/]+:[^/]+$/.test(text)) return {hub: text};
	const path = cleanPath(text);
	return /\/|\.zip$/.test(path) ? {zip: path} : {package: text};
}
