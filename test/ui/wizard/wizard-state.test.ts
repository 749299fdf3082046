import {describe, expect, it} from 'vitest';
import {eachRole, keepers} from '../../../source/cluster/roles.ts';
import {type Answers, answersFrom, noAnswers} from '../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../source/ui/wizard/answers/reading.ts';
import {initialState, reduceWizard, type WizardAction, type WizardState} from '../../../source/ui/wizard/wizard-state.ts';

const after = (state: WizardState, ...actions: readonly WizardAction[]) => actions.reduce(reduceWizard, state);
const three: Answers = {...noAnswers, hosts: 'a b c'};

describe('the pages', () => {
	it('follow each other, and go back with every answer kept', () => {
		const begun = after(
			initialState(),
			{type: 'next'},
			{type: 'next'},
			{type: 'hosts', text: 'a b c'},
			{type: 'next'},
			{type: 'field', id: 'ssh.user', value: 'ops'},
		);
		expect(begun.page).toBe('login');
		const back = after(begun, {type: 'back'});
		expect(back).toMatchObject({page: 'hosts', answers: {hosts: 'a b c', fields: {'ssh.user': 'ops'}}});
		expect(after(back, {type: 'next'})).toEqual(begun);
	});

	it('end at the review and begin at the start', () => {
		expect(after(initialState(three, 'review'), {type: 'next'}).page).toBe('review');
		expect(after(initialState(three), {type: 'back'}).page).toBe('start');
	});

	it('leave the database out where no host runs Connect', () => {
		const alone = {...eachRole(() => []), controller: ['a'], kafka: ['a']};
		expect(after(initialState(three, 'ids'), {type: 'next'}).page).toBe('driver');
		expect(after(initialState(three, 'ids'), {type: 'roles', roles: alone}, {type: 'next'}).page).toBe('credentials');
	});

	it.each(['next', 'back'] as const)('lead from an answer that is edited at the review straight there again: %s', type => {
		const edited = after(
			initialState(three, 'review'),
			{type: 'edit', page: 'settings'},
			{type: 'field', id: 'kafka.port', value: '9192'},
		);
		expect(edited.page).toBe('settings');
		expect(after(edited, {type})).toMatchObject({page: 'review', editing: false, answers: {fields: {'kafka.port': '9192'}}});
	});

	it('begin with the version; what keeps the metadata is asked only where the version leaves the choice', () => {
		const begun = after(initialState(), {type: 'next'});
		expect(begun.page).toBe('version');
		for (const version of ['8.3', '8.0'])
			expect(after(begun, {type: 'field', id: 'platform.version', value: version}, {type: 'next'}).page).toBe('hosts');
		const older = after(begun, {type: 'field', id: 'platform.version', value: '7.9'}, {type: 'next'});
		expect(older.page).toBe('metadata');
		expect(after(older, {type: 'next'}).page).toBe('hosts');
		expect(after(older, {type: 'next'}, {type: 'back'}, {type: 'back'}).page).toBe('version');
	});

	it('take other answers whole', () => {
		expect(after(initialState(), {type: 'load', answers: three, page: 'review'})).toEqual(initialState(three, 'review'));
	});
});

describe('the roles', () => {
	it('fit the number of hosts until one is switched, and then stay', () => {
		const one = initialState({...noAnswers, hosts: 'a'});
		expect(readAnswers(one.answers).roles.kafka).toEqual(['a']);
		const more = after(one, {type: 'hosts', text: 'a b c'});
		expect(readAnswers(more.answers).roles.kafka).toEqual(['a', 'b', 'c']);
		const chosen = after(more, {type: 'toggle-role', role: 'kafka', host: 'a'}, {type: 'hosts', text: 'a b c d'});
		expect(readAnswers(chosen.answers).roles.kafka).toEqual(['b', 'c']);
	});

	it('of an inventory count, and those of hosts that are gone do not', () => {
		const ini = initialState({...noAnswers, hosts: '[zookeeper]\na zookeeper_id=4\n[kafka]\nb\nc'});
		const {roles, cluster} = readAnswers(ini.answers);
		expect(roles).toMatchObject({zookeeper: ['a'], kafka: ['b', 'c'], connect: []});
		expect(cluster?.zookeeper.ids).toEqual({a: 4});
		const replaced = after(ini, {type: 'roles', roles}, {type: 'hosts', text: 'x y z'});
		expect(readAnswers(replaced.answers).roles.kafka).toEqual(['x', 'y', 'z']);
	});
});

describe('an archive', () => {
	it('hides the role that it does not have, and its members come back with a version', () => {
		const packages = after(initialState(three), {type: 'toggle-role', role: 'schema-registry', host: 'b'});
		const chosen = after(packages, {type: 'version', choice: 'archive'});
		expect(readAnswers(chosen.answers).roles['schema-registry']).toEqual([]);
		const switched = after(chosen, {type: 'toggle-role', role: 'connect', host: 'a'});
		expect(readAnswers(switched.answers).roles).toMatchObject({'schema-registry': [], connect: ['a', 'c']});
		const again = readAnswers(after(switched, {type: 'version', choice: '8.2'}).answers);
		expect(again).toMatchObject({version: '8.2', archive: false, roles: {'schema-registry': ['a', 'b'], connect: ['a', 'c']}});
	});
});

describe('the role that keeps the metadata', () => {
	const choose = (version: string): WizardAction => ({type: 'field', id: 'platform.version', value: version});
	const keeping = ({answers}: WizardState) => {
		const {keeper, version, roles, problems} = readAnswers(answers);
		return [version, keeper, ...keepers.map(({id}) => roles[id].join('')), problems.size];
	};
	const begun = initialState(three);

	it('is the controller, unless 7.9 was chosen and ZooKeeper with it', () => {
		expect(keeping(begun)).toEqual(['8.3', 'controller', 'abc', '', 0]);
		expect(keeping(after(begun, choose('7.9')))).toEqual(['7.9', 'controller', 'abc', '', 0]);
		const older = after(begun, choose('7.9'), {type: 'keeper', keeper: 'zookeeper'});
		expect(keeping(older)).toEqual(['7.9', 'zookeeper', '', 'abc', 0]);
	});

	it('is another with another version, on the same hosts, and comes back with the first one', () => {
		const older = after(begun, choose('7.9'), {type: 'keeper', keeper: 'zookeeper'});
		const chosen = after(
			older,
			{type: 'toggle-role', role: 'kafka', host: 'a'},
			{type: 'toggle-role', role: 'connect', host: 'c'},
		);
		const one = after(chosen, {type: 'roles', roles: {...readAnswers(chosen.answers).roles, zookeeper: ['b']}});
		expect(keeping(one)).toEqual(['7.9', 'zookeeper', '', 'b', 0]);
		expect(keeping(after(one, choose('8.3')))).toEqual(['8.3', 'controller', 'b', '', 0]);
		expect(keeping(after(one, choose('8.3'), choose('7.9')))).toEqual(['7.9', 'zookeeper', '', 'b', 0]);
	});

	it('stays the one that was chosen when its last member is switched off', () => {
		const single = after(initialState({...noAnswers, hosts: 'a'}), choose('7.9'), {type: 'keeper', keeper: 'zookeeper'});
		const none = after(single, {type: 'toggle-role', role: 'zookeeper', host: 'a'});
		expect(keeping(none)).toEqual(['7.9', 'zookeeper', '', '', 1]);
		const draft = initialState({...noAnswers, hosts: 'a', roles: {...eachRole(() => []), zookeeper: ['a'], kafka: ['a']}});
		expect(keeping(draft)).toEqual(['7.9', 'zookeeper', '', 'a', 0]);
		expect(keeping(after(draft, {type: 'toggle-role', role: 'zookeeper', host: 'a'}))).toEqual(['7.9', 'zookeeper', '', '', 1]);
	});

	it('leaves nothing of the other one in the cluster file, whatever was typed for it', () => {
		const older = after(
			begun,
			choose('7.9'),
			{type: 'keeper', keeper: 'zookeeper'},
			{type: 'field', id: 'zookeeper.heap', value: '1g'},
			{
				type: 'id',
				role: 'zookeeper',
				host: 'a',
				text: '7',
			},
		);
		expect(readAnswers(older.answers).cluster).toMatchObject({zookeeper: {heap: '1g', ids: {a: 7}}});
		const newer = readAnswers(after(older, choose('8.3')).answers);
		expect(newer.cluster?.platform.version).toBe('8.3');
		expect(newer.text).not.toMatch(/zookeeper/i);
		expect(readAnswers(older.answers).text).not.toMatch(/controller/i);
	});
});

describe('accepted host keys', () => {
	it('stand in the cluster file', () => {
		const key = 'SHA256:V5r9J0dG0k6Y3m0gq1vVwXb2yqkCwq8mK3e0p7fXyzA';
		const {answers} = after(initialState(three), {type: 'trust', keys: {b: [key]}});
		expect(readAnswers(answers).cluster?.hosts).toEqual([{name: 'a'}, {name: 'b', hostKeys: [key]}, {name: 'c'}]);
	});
});

describe('stored answers', () => {
	it('come back as they were', () => {
		const {answers} = after(
			initialState(three),
			{type: 'field', id: 'name', value: 'x '},
			{type: 'field', id: 'platform.version', value: '7.9'},
			{type: 'keeper', keeper: 'zookeeper'},
			{type: 'toggle-role', role: 'connect', host: 'a'},
			{type: 'id', role: 'kafka', host: 'a', text: '300'},
			{type: 'trust', keys: {a: ['SHA256:x']}},
		);
		expect(answersFrom(JSON.parse(JSON.stringify(answers)))).toEqual(answers);
	});

	it.each([
		null,
		7,
		'x',
		[],
		{hosts: 7, fields: [], roles: 'x', ids: null, hostKeys: 1, kept: []},
		{fields: {nonsense: 'x', name: 1}, keeper: 'kafka', openVersion: 'yes'},
	])('that are damaged (%j) are as good as none', stored => {
		const {roles: _, ...rest} = answersFrom(stored);
		expect(rest).toEqual(noAnswers);
	});
});
