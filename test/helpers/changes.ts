import type {Change} from '../../source/core/events.ts';

/** Changes without the things that they put on the host, for tests of everything else. */
export const withoutThings = (changes: readonly Change[] = []): readonly Change[] =>
	changes.map(({puts: _things, ...change}) => change);
