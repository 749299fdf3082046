import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Plugin} from 'rolldown';

/** The folder of the package that a bundled module is of: the innermost one below node_modules. */
const packageFolder = (module: string) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];

function licenseOf(folder: string): string {
	const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
	const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
	return `${name} ${version}\n\n${text}\n`;
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
			source: folders.map(licenseOf).join(`\n${'-'.repeat(72)}\n\n`),
		});
	},
};
