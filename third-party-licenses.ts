import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Plugin} from 'rolldown';

/** The folder of the package that a bundled module is of: the innermost one below node_modules. */
const packageFolder = (module: string) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];

type Licence = {readonly of: string; readonly text: string};

function licenceOf(folder: string): Licence {
	const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
	const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
	return {of: `${name} ${version}`, text};
}

/** The permission of the MIT licence; what stands before it is the package's own: its title and its copyright lines. */
const permission = /Permission is hereby granted[\s\S]*$/;

/** Whole texts; the permission that many packages give in the same words stands once, below the copyright lines of each. */
function licenceTexts(licences: readonly Licence[]): readonly string[] {
	const groups = new Map<string, string[]>();
	for (const {of, text} of licences) {
		const words = permission.exec(text)?.[0] ?? text;
		const own = text.slice(0, text.length - words.length).trim();
		const key = words.replaceAll(/\s+/g, ' ').trim();
		const [first = words, ...heads] = groups.get(key) ?? [];
		groups.set(key, [first, ...heads, `${of}\n${own}`.trim()]);
	}
	return [...groups.values()].map(([words = '', ...heads]) => `${heads.join('\n\n')}\n\n${words.trim()}\n`);
}

/** What is published carries others' code, so it carries their licences too. */
export const thirdPartyLicenses: Plugin = {
	name: 'third-party-licenses',
	generateBundle(_options, bundle) {
		const modules = Object.values(bundle).flatMap(output => (output.type === 'chunk' ? output.moduleIds : []));
		const folders = [...new Set(modules.flatMap(module => packageFolder(module) ?? []))].sort();
		this.emitFile({
			type: 'asset',
			fileName: 'THIRD-PARTY-LICENSES',
			source: licenceTexts(folders.map(licenceOf)).join(`\n${'-'.repeat(72)}\n\n`),
		});
	},
};
