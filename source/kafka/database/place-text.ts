import {remoteWords} from '../../core/text.ts';
import type {Place} from './answer.ts';

/** As it is named to people: a database without schemas has catalogs in their place. */
export const placeText = ({catalog, schema, name}: Place): string =>
	remoteWords([schema ?? catalog, name].filter(Boolean).join('.'));
