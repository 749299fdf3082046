import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../source/cluster/cluster.ts';
import type {Outcome, RunOutcome} from '../../source/core/events.ts';
import {emptyRecap} from '../../source/core/state/recap.ts';
import {planFor, type Selection} from '../../source/kafka/plan.ts';
import {nothingKnown} from '../../source/kafka/settled/record-steps.ts';
import {downstream, downstreamText} from '../../source/run/downstream.ts';
import {installation} from '../../source/run/operation.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

const step = (stage: string, host: string, what: string, outcome: Outcome = 'changed') => ({
	type: 'step-finished' as const,
	ref: {stage, host, step: what},
	outcome,
	changes: outcome === 'changed' ? [{what}] : [],
	notes: [],
	durationMs: 1,
	...(outcome === 'unreachable' ? {failure: {message: what}} : {}),
});

describe('what lies downstream', () => {
	it('is told by stage in plan order, with the hosts of which the same is to be said, and the commands', () => {
		const text = downstreamText('zookeeper', 'my file.yaml', [
			step('connect', 'kafka-03', 'restart kafka-connect-standalone'),
			step('kafka', 'kafka-01', 'change /etc/kafka/server.properties'),
			step('kafka', 'kafka-01', 'restart confluent-kafka'),
			step('kafka', 'kafka-02', 'change /etc/kafka/server.properties'),
			step('kafka', 'kafka-02', 'restart confluent-kafka'),
			step('kafka', 'kafka-03', 'restart confluent-kafka'),
			step('schema-registry', 'kafka-01', 'nothing', 'ok'),
		]);
		expect(text.split('\n')).toEqual([
			'Pending changes after stage zookeeper:',
			'  kafka: kafka-01, kafka-02: change /etc/kafka/server.properties, restart confluent-kafka',
			'  kafka: kafka-03: restart confluent-kafka',
			'  connect: kafka-03: restart kafka-connect-standalone',
			"In this order: kafka-setup stage kafka 'my file.yaml'",
			"               kafka-setup stage connect 'my file.yaml'",
			"Or all at once: kafka-setup stage zookeeper 'my file.yaml' --downstream",
		]);
	});

	it('is told when it is nothing, and when a host could not be looked at', () => {
		expect(downstreamText('kafka', 'a', [step('connect', 'h', 'fine', 'ok')])).toBe('No changes needed after stage kafka.');
		expect(downstreamText('kafka', 'a', [step('connect', 'h', 'the link died', 'unreachable')])).toBe(
			'After stage kafka:\n  connect: h: not checked: the link died\nSee it with: kafka-setup plan a',
		);
	});

	it.each([
		['a whole run', {}, 'succeeded', 5],
		['a stage in which nothing changed', {stage: 'kafka'}, 'succeeded', 0],
		['a stage that failed', {stage: 'kafka'}, 'failed', 5],
		['the last stage', {stage: 'connect'}, 'succeeded', 5],
		[
			'a stage after which nobody has a role',
			{stage: 'kafka'},
			'succeeded',
			5,
			{...sampleCluster.roles, 'schema-registry': [], connect: []},
		],
		['a stage with all after it', {from: 'kafka'}, 'succeeded', 5],
	] as [string, Selection, RunOutcome, number, Cluster['roles']?][])(
		'of %s is not looked at',
		async (_what, selection, outcome, changed, roles: Cluster['roles'] = sampleCluster.roles) => {
			const recap = emptyRecap([]);
			const never = () => {
				throw new Error('nobody is to be asked');
			};
			const asked = downstream(
				{
					cluster: {...sampleCluster, roles},
					operation: installation(selection),
					acceptNewHostKeys: false,
					secrets: {resolve: never, ask: never, forget: never},
					memory: undefined,
					version: '0',
					stop: new AbortController().signal,
					drop: new AbortController().signal,
				},
				{outcome, touched: true, recap: {...recap, total: {...recap.total, changed}}},
				'f',
			);
			expect(await asked).toBeUndefined();
		},
	);
});

it('connect is not looked at when that takes a password that somebody has to type', async () => {
	const [source] = sampleCluster.connect.sources;
	const text = await downstream(
		{
			cluster: {...sampleCluster, connect: {...sampleCluster.connect, sources: [{...source!, password: 'prompt:'}]}},
			operation: installation({stage: 'schema-registry'}),
			acceptNewHostKeys: false,
			secrets: {resolve: () => Promise.reject(new Error('nobody is to be asked')), ask: async () => undefined, forget() {}},
			memory: undefined,
			version: '0',
			stop: new AbortController().signal,
			drop: new AbortController().signal,
		},
		{outcome: 'succeeded', touched: true, recap: {hosts: {}, total: {...emptyRecap([]).total, changed: 1}}},
		'f',
	);
	expect(text).toBe('connect was not checked, as it asks for a password: kafka-setup plan f');
});

describe('a selection', () => {
	const materials = {
		plugin: {jars: ''},
		archives: {},
		secret: () => Promise.reject(new Error('none')),
		factsOf: new Map(),
		known: nothingKnown(),
		remarks: new Map(),
	};
	const stagesOf = (selection: Parameters<typeof planFor>[2]) =>
		planFor(sampleCluster, materials, selection).stages.map(stage => stage.id);

	it('takes a stage alone, or it and all after it, or what lies between', () => {
		expect(stagesOf({stage: 'kafka'})).toEqual(['kafka']);
		expect(stagesOf({from: 'kafka'})).toEqual(['kafka', 'schema-registry', 'connect', 'record', 'smoke-test']);
		expect(stagesOf({from: 'kafka', until: 'connect'})).toEqual(['kafka', 'schema-registry']);
		expect(() => stagesOf({from: 'kafak'})).toThrow('there is no stage kafak');
	});
});
