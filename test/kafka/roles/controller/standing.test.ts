import {expect, test} from 'vitest';
import {everyMetadata} from '../../../../source/kafka/metadata.ts';
import {addressesIn, standingOf} from '../../../../source/kafka/roles/controller/standing.ts';
import {brokerOf} from '../../../../source/kafka/settled/broker-standing.ts';
import {clusterId, disk} from '../../../helpers/standings.ts';

const up = {active: true, enabled: true};
const down = {active: false, enabled: false};
const dataDir = '/var/lib/kafka/controller';
const settings = {
	'process.roles': 'controller',
	'node.id': '101',
	listeners: 'CONTROLLER://:9093',
	'log.dirs': dataDir,
	'controller.quorum.bootstrap.servers': 'kafka-01:9093, kafka-02:9093',
};
const at = (meta?: {readonly broker: string; readonly clusterId: string}) => ({
	disks: new Map([[dataDir, disk(dataDir, meta === undefined ? {} : {meta})]]),
	said: new Map<string, string>(),
});
const formatted = at({broker: '101', clusterId});

test('a controller stands as its settings say; whether it has data, as its disk does', () => {
	expect(standingOf(settings, up, formatted)).toEqual({
		...up,
		dataDir,
		clientPort: 9093,
		address: 'localhost',
		id: 101,
		members: [],
		from: 'settings',
		hasData: true,
	});
	expect(standingOf(settings, down, at())).toMatchObject({active: false, hasData: false});
});

test('the settings that the package brought for a broker are those of no controller, unless its unit runs', () => {
	const broker = {'process.roles': 'broker', 'node.id': '1'};
	expect([standingOf(undefined, down, at()), standingOf(broker, down, at())]).toEqual([undefined, undefined]);
	expect(standingOf(undefined, up, at())).toMatchObject({active: true, id: undefined, dataDir: undefined, hasData: false});
});

test('members that a list names are told with their ids; what is none is passed over', () => {
	const voters = '101@kafka-01:9093, 102@kafka-02.lab:9093,x@kafka-03:9093,103@$(id):9093,104@kafka-04';
	expect(standingOf({...settings, 'controller.quorum.voters': voters}, up, formatted)?.members).toEqual([
		{id: 101, host: 'kafka-01'},
		{id: 102, host: 'kafka-02.lab'},
	]);
	expect(standingOf({...settings, 'node.id': '1e3', listeners: 'x'}, up, formatted)).toMatchObject({
		id: undefined,
		clientPort: undefined,
	});
});

test('where brokers look for the controllers, in both kinds of quorum', () => {
	expect(addressesIn(settings)).toEqual(['kafka-01:9093', 'kafka-02:9093']);
	expect(addressesIn({'controller.quorum.voters': '101@kafka-01:9093,102@kafka-02:9093'})).toEqual([
		'kafka-01:9093',
		'kafka-02:9093',
	]);
	expect(addressesIn({})).toEqual([]);
});

test('a broker is told by its settings: who it is, and what keeps its metadata', () => {
	const own = {'process.roles': 'broker', 'node.id': '2', listeners: 'PLAINTEXT://:9092', 'log.dirs': '/a,/b'};
	expect(brokerOf({...own, ...{'controller.quorum.bootstrap.servers': 'kafka-01:9093'}}, up)).toEqual({
		...up,
		id: 2,
		dirs: ['/a', '/b'],
		keeper: 'controller',
		metadata: ['kafka-01:9093'],
		port: 9092,
		address: 'localhost',
	});
	const bound = {...own, listeners: 'PLAINTEXT://[fd00::5]:9092,CONTROLLER://[fd00::5]:9093'};
	expect(brokerOf(bound, up)).toMatchObject({port: 9092, address: 'fd00::5'});
	expect(standingOf({...settings, listeners: 'CONTROLLER://10.0.0.5:9093'}, up, formatted)).toMatchObject({
		clientPort: 9093,
		address: '10.0.0.5',
	});
	const older = {'broker.id': '2', 'zookeeper.connect': 'kafka-01:2181/orders', listeners: 'PLAINTEXT://:9092', 'log.dirs': '/a'};
	expect(brokerOf(older, up)).toMatchObject({id: 2, keeper: 'zookeeper', metadata: ['kafka-01:2181']});
	// A broker amid a migration has both: it is one of KRaft.
	expect(brokerOf({...own, ...older}, up)).toMatchObject({keeper: 'controller'});
	expect(everyMetadata.filter(one => one.isIn({}))).toEqual([]);
	expect(brokerOf({}, up)).toMatchObject({keeper: undefined, metadata: []});
});
