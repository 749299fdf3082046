import type {Materials} from '../../source/kafka/plan.ts';
import {nothingKnown} from '../../source/kafka/settled/record-steps.ts';

/** What a plan needs of a cluster of which nothing is known yet, and that asks for no secret. */
export const bareMaterials = (): Materials => ({
	plugin: {jars: ''},
	archives: {},
	secret: () => Promise.reject(new Error('no secret is asked for')),
	factsOf: new Map(),
	known: nothingKnown(),
	remarks: new Map(),
	alone: true,
});
