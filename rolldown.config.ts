import {defineConfig} from 'rolldown';
import {lean} from './lean.ts';
import {thirdPartyLicenses} from './third-party-licenses.ts';

export default defineConfig({
	// A bench bundles another program alike.
	preserveEntrySignatures: 'allow-extension',
	input: {cli: process.env.BUNDLE_INPUT ?? 'source/cli.ts'},
	platform: 'node',
	plugins: [lean, thirdPartyLicenses],
	// Native speed-ups of ssh2: absent from the package, which works without them.
	external: [/\.node$/, 'cpu-features'],
	resolve: {
		alias: {
			'is-in-ci': new URL('source/ui/no-ci.ts', import.meta.url).pathname,
			'when-exit': new URL('source/state/store/no-when-exit.ts', import.meta.url).pathname,
			// Ink brings an older one: with two, our lines and Ink's boxes could be of another width.
			'string-width': new URL('node_modules/string-width/index.js', import.meta.url).pathname,
			semver: new URL('source/state/store/no-semver.ts', import.meta.url).pathname,
			// The build for browsers has the same code as modules, of which what is not used is left out.
			yaml: new URL('node_modules/yaml/browser/dist/index.js', import.meta.url).pathname,
			'ajv/dist/2020.js': new URL('source/state/store/no-ajv.ts', import.meta.url).pathname,
			'ajv-formats': new URL('source/state/store/no-ajv.ts', import.meta.url).pathname,
		},
	},
	transform: {
		define: {
			'process.env.NODE_ENV': '"production"',
			// ssh2 is written for CommonJS, where __dirname is a variable.
			__dirname: 'import.meta.dirname',
			// Yoga would look for its machine code by HTTP, for which Node loads all of its client.
			fetch: 'undefined',
		},
	},
	output: {
		dir: process.env.BUNDLE_DIR ?? 'build',
		format: 'esm',
		minify: true,
		chunkFileNames: '[name]-[hash].js',
		cleanDir: true,
		// Many parts need much of the core: one file of it weighs less than one for each combination.
		codeSplitting: {
			includeDependenciesRecursively: false,
			groups: [
				{name: 'core', test: /\/source\/core\//},
				{name: 'hosts', test: /\/source\/(?:kafka|host)\//},
			],
		},
	},
});
