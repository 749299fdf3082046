import {readFileSync} from 'node:fs';
import type {Plugin} from 'rolldown';
import {clusterSchema} from './source/cluster/schema/json-schema.ts';

/** What is never reached, and what stands in its place: of ssh2 all but a client of shells and forwarded channels, and Ink's developer tools. */
const unused: Readonly<Record<string, string>> = {
	'/ssh2/lib/server.js': 'module.exports = class {};',
	'/ssh2/lib/http-agents.js': 'module.exports = {};',
	'/ssh2/lib/keygen.js': 'module.exports = {};',
	'/ssh2/lib/protocol/SFTP.js': 'module.exports = {SFTP: class {}};',
	'/ink/build/devtools.js': 'export {};',
	// ink-select-input draws its own pointer with it; ours is another one.
	'/figures/index.js': 'export default {};',
	// A page that breaks is told as a bug once the screen is closed, in our words.
	'/ink/build/components/ErrorOverview.js': 'export default () => null;',
};

/** What Node has itself: of tweetnacl, bcrypt-pbkdf takes SHA-512 alone. */
const native: Readonly<Record<string, string>> = {
	'/tweetnacl/nacl-fast.js': `const {createHash} = require('node:crypto');
const crypto_hash = (out, bytes, length) => {
	out.set(createHash('sha512').update(bytes.subarray(0, length)).digest());
	return 0;
};
module.exports = {lowlevel: {crypto_hash}};`,
};

const replaced = {...unused, ...native};

/** What is known when the bundle is made: zod's maker of JSON Schemas weighs three times what it makes. */
const made: Readonly<Record<string, () => string>> = {
	'/source/cluster/schema/json-schema.ts': () =>
		`export const clusterSchema = () => JSON.parse(${JSON.stringify(JSON.stringify(clusterSchema()))});`,
};

const binary = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/;

/** Leaves out of the bundle what is never reached, and lays Yoga's machine code beside it as it is: in base64 it is a third larger. */
export const lean: Plugin = {
	name: 'lean',
	load(id) {
		const [, code] = Object.entries(replaced).find(([end]) => id.endsWith(end)) ?? [];
		const [, make] = Object.entries(made).find(([end]) => id.endsWith(end)) ?? [];
		return code ?? make?.();
	},
	transform(code, id) {
		if (id.endsWith('/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js')) {
			const [whole, base64] = binary.exec(code) ?? [];
			if (whole === undefined || base64 === undefined) throw new Error(`${id} has another form than before`);
			this.emitFile({type: 'asset', fileName: 'yoga.wasm', source: Buffer.from(base64, 'base64')});
			return code.replace(whole, whole.slice(0, -base64.length));
		}
		if (id.endsWith('/yoga-layout/dist/src/index.js')) {
			const load = 'await loadYoga()';
			if (!code.includes(load)) throw new Error(`${id} has another form than before`);
			const given = "await loadYoga({wasmBinary: readFileSync(new URL('yoga.wasm', import.meta.url))})";
			return `import {readFileSync} from 'node:fs';\n${code.replace(load, given)}`;
		}
		return undefined;
	},
	buildStart() {
		// Told here, for a file that moved within its package would otherwise be bundled again without a word.
		for (const end of Object.keys(replaced)) readFileSync(`node_modules${end}`);
	},
};
