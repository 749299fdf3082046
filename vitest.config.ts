import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** By name: files that share an installed cluster follow one another. */
class ByName extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
	}
}

export default defineConfig({
	test: {
		// Many tests wait for a process or a link, so more run side by side than there are cores.
		maxWorkers: 4,
		sequence: {sequencer: ByName},
		projects: [
			{
				test: {
					name: 'quick',
					// On a loaded machine one slow moment is no failure: vitest's report names what needed a second try.
					retry: process.env.CI === 'true' ? 1 : 0,
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/lab/**', 'test/matrix/**'],
					testTimeout: 20_000,
					// Ink draws its last frame only where CI is set. The bundle has that taken out; tests load Ink as it is.
					env: {CI: 'false'},
				},
			},
			{
				test: {
					name: 'matrix',
					include: ['test/matrix/**/*.test.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					maxConcurrency: 3,
				},
			},
			{
				test: {
					name: 'lab',
					include: ['test/lab/*.test.ts'],
					testTimeout: 900_000,
					hookTimeout: 900_000,
					fileParallelism: false,
					sequence: {concurrent: false},
				},
			},
			{
				// `npm run test:long`
				test: {
					name: 'long',
					include: ['test/lab/long/*.test.ts'],
					testTimeout: 900_000,
					hookTimeout: 900_000,
					fileParallelism: false,
					sequence: {concurrent: false},
				},
			},
		],
	},
});
