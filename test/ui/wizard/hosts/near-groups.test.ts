import {describe, expect, it, test} from 'vitest';
import {noAnswers} from '../../../../source/ui/wizard/answers/answers.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';
import {groupChoices} from '../../../../source/ui/wizard/hosts/list-words.ts';

const asked = (text: string) => parseHostList(text).unclear.map(({group}) => group);

describe('a group whose name is nearly that of a role is asked about', () => {
	it.each([
		...['zookeper', 'zookepers', 'zookeepr', 'zookeeperss', 'prod_zookepers', 'zokeeper', 'kafka-zookeper'],
		...['contoller', 'controler', 'kraft_controlers', 'brokr', 'borkers', 'schema_registy', 'shema-registry'],
		...['conect', 'kafka_conect', 'kakfa', 'kafak'],
	])('[%s]', group => {
		expect(asked(`[kafka]\nk1\n[${group}]\nx1\n`)).toEqual([group]);
	});

	it.each([
		'keepers',
		'zk_keepers',
		'ensemble',
		'the-ensemble',
		'quorum',
		'voters',
		'registry',
		'registries',
		'sr',
		'prod_sr',
		'registry_servers',
	])('or is half of it: [%s]', group => {
		expect(asked(`[kafka]\nk1\n[${group}]\nx1\n`)).toEqual([group]);
	});

	it('unless its hosts have that role, and never gets brokers by itself', () => {
		expect(asked('[kafka]\nk1\n[zookeeper]\nk1\nk2\n[zookeper]\nk1\n')).toEqual([]);
		const text = '[zookepers]\nz[1:3]\n[kakfa]\nk1\n';
		expect(asked(text)).toEqual(['zookepers', 'kakfa']);
		expect(readAnswers({...noAnswers, hosts: text}).roles.kafka).toEqual([]);
	});

	test.each([
		'docker',
		'workers',
		'docker_registry',
		'compute',
		'storage',
		'nodes',
		'masters',
		'container',
		'srv',
		'web',
		'connected',
	])('but [%s] is left out', group => {
		expect(asked(`[kafka]\nk1\n[${group}]\nx1\n`)).toEqual([]);
	});
});

describe('a group whose hosts have other roles', () => {
	it.each([
		...['ensemble', 'quorum', 'zoo', 'kraft', 'sr', 'registry', 'kconnect', 'zookeeper_foo', 'hbase_zookeeper', 'kafka-kraft'],
		...['kafka_sr', 'kafka_connect_foo', 'myzookeepers', 'zookeper'],
	])('is asked about as one with hosts of its own: [%s]', group => {
		const text = `[kafka]\nk[1:3]\n[${group}]\nk[1:3]\n`;
		expect(asked(text)).toEqual([group]);
		expect(parseHostList(text, {[group]: 'none'})).toMatchObject({unclear: [], roles: {kafka: ['k1', 'k2', 'k3']}});
		expect(parseHostList(text, {[group]: 'schema-registry'}).roles).toMatchObject({'schema-registry': ['k1', 'k2', 'k3']});
	});

	it.each([
		['of the brokers', '[zookeeper]\nk1\n[mykafka]\nk1\n', ['mykafka']],
		['of some', '[kafka]\nk[1:3]\n[zookeeper]\nk1\n[zoo]\nk1\nk2\n', ['zoo']],
		['below a group of others', '[kafka]\nk1\n[vpn:children]\nconnect\n[connect]\nk1\n', ['connect']],
		['with ids of another role', '[kafka]\nk1\n[backend]\nk1 zookeeper_id=1\n', ['backend']],
	])('also %s', (_, text, groups) => {
		expect(asked(text)).toEqual(groups);
	});

	it.each([
		['of the role that it is like', '[kafka]\nk1\n[kafka_xyz]\nk1\n'],
		['of one of those', '[kafka]\nk1\n[zookeeper]\nk1\n[quorum]\nk1\n'],
		['with ids that are of two', '[kafka]\nk1\n[backend]\nk1 node_id=1\n'],
		['of any, where it is like none', '[kafka]\nk1\n[confluent]\nk1\n'],
	])('but not %s', (_, text) => {
		expect(asked(text)).toEqual([]);
	});

	it('keeps its hosts without it', () => {
		const {list, offered} = readAnswers({...noAnswers, hosts: '[kafka]\nk1\n[quorum]\nk1\n'});
		const none = groupChoices(offered, list, list.unclear[0]!).find(({value}) => value === 'none');
		expect(none?.label).toBe('none: its hosts have no role of it');
		const apart = readAnswers({...noAnswers, hosts: '[kafka]\nk1\n[quorum]\nk1\nz1\n'});
		expect(groupChoices(apart.offered, apart.list, apart.list.unclear[0]!)).toContainEqual({
			value: 'none',
			label: 'none: leave its hosts out',
		});
	});
});

describe('a group whose hosts have the id of a role is asked about', () => {
	it.each(['zookeeper_id=1', 'zk_id=1', 'node_id=4', 'brokerId=2'])('%s', id => {
		expect(asked(`[kafka]\nk1\n[backend]\nx1 ${id}\n`)).toEqual(['backend']);
		expect(asked(`[kafka]\nk1\n[db]\nx1\n[db:vars]\n${id}\n`)).toEqual(['db']);
		expect(asked(`x1 ${id}\n[kafka]\nk1\n`)).toEqual(['ungrouped']);
	});

	it('but not for what stands above all groups, or where all is clear', () => {
		expect(asked('[kafka]\nk1\n[db]\nd1\n[all:vars]\nnode_id=1\n')).toEqual([]);
		expect(asked('k1 broker_id=1\n[kafka]\nk1\n')).toEqual([]);
		expect(asked('[nodes]\nn1 broker_id=1\nn2 broker_id=2\n')).toEqual([]);
	});

	it('with the role that its ids are of among the answers', () => {
		const text = '[kafka]\nk1\n[zookepers]\nz1 zookeeper_id=7\n';
		const of = (version: string) => {
			const reading = readAnswers({...noAnswers, hosts: text, fields: {'platform.version': version}});
			return groupChoices(reading.offered, reading.list, reading.list.unclear[0]!).map(({value}) => value);
		};
		// After 7.9 its hosts are controllers, which the summary says.
		for (const version of ['7.9', '8.3'])
			expect(of(version)).toEqual(['zookeeper', 'kafka', 'controller', 'schema-registry', 'connect', 'none', 'later']);
		const answers = {...noAnswers, hosts: text, groups: {zookepers: 'zookeeper'}, fields: {'platform.version': '7.9'}} as const;
		expect(readAnswers(answers)).toMatchObject({
			keeper: 'zookeeper',
			roles: {zookeeper: ['z1']},
			completed: {ids: {zookeeper: {z1: '7'}}},
		});
	});
});

describe('a group whose name other software has too', () => {
	it.each([
		['brokers below rabbitmq', '[kafka]\nk1\n[rabbitmq:children]\nbrokers\n[brokers]\nr1\nr2\n', ['brokers']],
		[
			'brokers below rabbitmq, no Kafka beside them',
			'[rabbitmq:children]\nbrokers\n[brokers]\nr1\nr2\n',
			['brokers', 'rabbitmq'],
		],
		['brokers beside kafka, with other hosts', '[kafka]\nk1\nk2\n[brokers]\nr1\nr2\n', ['brokers']],
		['connect below vpn', '[kafka]\nk1\n[vpn:children]\nconnect\n[connect]\nv1\n', ['connect']],
	])('is asked about: %s', (_, text, groups) => {
		expect(asked(text)).toEqual(groups);
	});

	it.each([
		['alone', '[brokers]\nk1\nk2\nk3\n'],
		['beside others of Kafka', '[zookeeper]\nz1\n[brokers]\nk1\n[connect]\nc1\n'],
		['below the name of a cluster', '[orders:children]\nbrokers\nzookeeper\n[zookeeper]\nz1\n[brokers]\nk1\n'],
		['below kafka', '[kafka:children]\nbrokers\ncontrollers\n[controllers]\nc1\n[brokers]\nk1\n'],
		['with a host of kafka', '[kafka]\nk1\nk2\n[brokers]\nk1\nk2\n'],
	])('is not asked about %s', (_, text) => {
		expect(asked(text)).toEqual([]);
	});
});
