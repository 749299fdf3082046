import * as z from 'zod/mini';
import {described} from './fields.ts';

/** What the section of the controllers has beside what every role has. */
export const controllerKeys = {
	combined: z._default(
		described(
			z.boolean('true or false'),
			'One process on each controller host, broker and controller at once: for labs and small clusters. The two then stop and start together',
		),
		false,
	),
};
