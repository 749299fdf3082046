import {describe, expect, test} from 'vitest';
import {planSummary} from '../../../source/commands/install/plan-summary.ts';
import {type Shape, story} from '../../helpers/events.ts';

const shape: Shape = {
	preflight: {'kafka-01': ['memory'], 'kafka-02': ['memory']},
	kafka: {'kafka-01': ['install', 'start']},
};
const failure = {message: 'apt is locked', hint: 'wait'};

function planning() {
	const said: string[] = [];
	const {emit, summary} = planSummary(text => said.push(text));
	return {tell: story('check', shape, emit), said, summary};
}

const hostsOf = ({stages}: ReturnType<ReturnType<typeof planning>['summary']>) =>
	stages.flatMap(stage => stage.hosts.map(host => [stage.id, host.name, host.changes.map(change => change.what)]));

describe('what would change', () => {
	test('stands under its stage and host, in order, with what it was and will be', () => {
		const {tell, summary} = planning();
		tell.begin();
		tell.step('preflight/kafka-01/memory', 'ok');
		tell.step('kafka/kafka-01/install', 'changed', {changes: [{what: 'install kafka'}]});
		tell.step('preflight/kafka-02/memory', 'ok');
		const change = {what: 'change /etc/x', before: 'a\n', after: 'b\n', reason: 'edited'};
		tell.step('kafka/kafka-01/start', 'changed', {changes: [change, {what: 'start kafka'}]});
		tell.end('succeeded');
		expect(hostsOf(summary())).toEqual([
			['preflight', 'kafka-01', []],
			['preflight', 'kafka-02', []],
			['kafka', 'kafka-01', ['install kafka', 'change /etc/x', 'start kafka']],
		]);
		expect(summary().stages.map(({title}) => title)).toEqual(['Preflight', 'Kafka']);
		expect(summary().stages[1]?.hosts[0]?.changes[1]).toEqual(change);
		expect(summary()).not.toHaveProperty('failure');
	});

	test('has what the steps remark, and of what it is', () => {
		const {tell, summary} = planning();
		tell.begin();
		tell.step('preflight/kafka-01/memory', 'ok', {notes: ['little memory']});
		tell.step('kafka/kafka-01/install', 'changed', {changes: [{what: 'change /etc/x'}], notes: ['this can lose data: x']});
		tell.end('succeeded');
		expect(summary().stages.map(({hosts}) => hosts[0]!.notes)).toEqual([
			[{text: 'little memory', weighty: false}],
			[{text: 'this can lose data: x', weighty: true}],
		]);
	});

	test('is nothing before the plan is made', () => {
		expect(planning().summary()).toEqual({stages: []});
	});
});

describe('what keeps the plan from being whole', () => {
	test('stands with its host, whose other changes stay', () => {
		const {tell, summary} = planning();
		tell.begin();
		tell.step('kafka/kafka-01/install', 'changed', {changes: [{what: 'install kafka'}]});
		tell.step('kafka/kafka-01/start', 'failed', {changes: [{what: 'not a change'}], failure});
		tell.end('failed');
		expect(summary().failure).toEqual(failure);
		expect(summary().stages[1]?.hosts).toEqual([{name: 'kafka-01', changes: [{what: 'install kafka'}], notes: [], failure}]);
		expect(summary().stages[0]?.hosts[0]).not.toHaveProperty('failure');
	});

	test('is counted where it is more than one thing', () => {
		const {tell, summary} = planning();
		tell.begin();
		for (const host of ['kafka-01', 'kafka-02']) tell.step(`preflight/${host}/memory`, 'failed', {failure});
		tell.end('failed');
		expect(summary().failure).toEqual({message: '2 steps could not be planned: open the stages to see why'});
	});

	test('is first of all what ended the whole', () => {
		const {tell, summary} = planning();
		tell.begin();
		tell.step('preflight/kafka-01/memory', 'failed', {failure});
		tell.end('failed', {message: 'kafka-02 was not reached'});
		expect(summary().failure).toEqual({message: 'kafka-02 was not reached'});
	});
});

test('what is being looked at is told', () => {
	const {tell, said} = planning();
	tell.begin();
	tell.connected('kafka-02');
	tell.connected('kafka-01');
	tell.connected('kafka-01');
	tell.step('preflight/kafka-01/memory', 'ok');
	tell.ran('preflight/kafka-02/memory', 'free', 'x');
	tell.step('preflight/kafka-02/memory', 'ok');
	tell.end('succeeded');
	expect(said).toEqual([
		'logging in to the hosts',
		'logged in to 1 of 2 hosts',
		'logged in to 2 of 2 hosts',
		'logged in to 2 of 2 hosts',
		'compared 1 of 4 steps',
		'compared 2 of 4 steps',
	]);
});
