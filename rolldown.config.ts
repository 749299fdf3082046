import {defineConfig} from 'rolldown';
import {thirdPartyLicenses} from './third-party-licenses.ts';

export default defineConfig({
	input: {cli: 'source/cli.ts'},
	platform: 'node',
	plugins: [thirdPartyLicenses],
	// Native speed-ups of ssh2: absent from the package, which works without them.
	external: [/\.node$/, 'cpu-features'],
	resolve: {
		alias: {
			'react-devtools-core': new URL('source/ui/no-devtools.ts', import.meta.url).pathname,
			'is-in-ci': new URL('source/ui/no-ci.ts', import.meta.url).pathname,
			'when-exit': new URL('source/state/store/no-when-exit.ts', import.meta.url).pathname,
			'ajv/dist/2020.js': new URL('source/state/store/no-ajv.ts', import.meta.url).pathname,
			'ajv-formats': new URL('source/state/store/no-ajv.ts', import.meta.url).pathname,
		},
	},
	transform: {
		define: {
			'process.env.NODE_ENV': '"production"',
			// ssh2 is written for CommonJS, where __dirname is a variable.
			__dirname: 'import.meta.dirname',
			// Yoga would fetch its own code from a data: URL, for which Node loads all of its HTTP client; without it, it decodes.
			fetch: 'undefined',
		},
	},
	output: {dir: 'build', format: 'esm', minify: true, chunkFileNames: '[name]-[hash].js', cleanDir: true},
});
