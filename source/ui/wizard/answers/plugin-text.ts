import {isDeepStrictEqual} from 'node:util';
import {parse} from 'yaml';
import type {Connector, ConnectorPlugin} from '../../../cluster/cluster.ts';
import {cleanPath} from '../local-path.ts';
import {type Answers, type FieldId, type FileData, fieldOf} from './answers.ts';
import {defaults} from './defaults.ts';
import type {AnswerProblem} from './reading.ts';
import {flow} from './yaml-lines.ts';

/** A plug-in as a person types it: without its braces, unless it would be taken for one of another kind. */
export function pluginText(plugin: ConnectorPlugin): string {
	const [bare = ''] = Object.values(plugin);
	return isDeepStrictEqual(pluginData(bare.trim()), plugin) ? bare : flow(plugin);
}

/** The connector that was typed, if it is a zip or a folder of this machine. */
export function connectorIn(answers: Answers): Connector | undefined {
	const data = pluginData(fieldOf(answers, 'connect.plugin'));
	if (typeof data === 'string') return undefined;
	const connectorClass = fieldOf(answers, 'connect.connectorClass') || defaults().connect.connectorClass;
	const {zip, folder} = data;
	if (typeof zip === 'string') return {plugin: {zip}, connectorClass};
	return typeof folder === 'string' ? {plugin: {folder}, connectorClass} : undefined;
}

/** What was found wrong with a connector, at its field: it may be its class that is wrong. */
export function connectorProblemAt(id: FieldId, problem: AnswerProblem | undefined): AnswerProblem | undefined {
	if (problem === undefined) return undefined;
	const [, said] = /^connect\.connectorClass: (.*)$/s.exec(problem.message) ?? [];
	if (said === undefined) return id === 'connect.plugin' ? problem : undefined;
	return id === 'connect.connectorClass' ? {...problem, message: said} : undefined;
}

const kinds: readonly string[] = ['package', 'hub', 'zip', 'folder'];

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
 * What was typed as the data of a cluster file: `{package: NAME}`, `{hub: OWNER/NAME:VERSION}`, `{zip: PATH}` or `{folder: PATH}`. What
 * stands in the braces may stand alone; a path as it is dropped, in quotes or as a URL: that of a zip ends in .zip, and another one is a
 * folder's. Anything else stays a text, which the rules of the file refuse.
 */
export function pluginData(text: string): FileData | string {
	if (text.startsWith('{')) return mappingIn(text) ?? text;
	if (/^[^/~.][^/]*\/[^/]+:[^/]+$/.test(text)) return {hub: text};
	const path = cleanPath(text);
	if (/\.zip$/i.test(path)) return {zip: path};
	return path.includes('/') ? {folder: path} : {package: text};
}
