import {expect, test} from 'vitest';
import {topicDefaults} from '../../source/kafka/topic-defaults.ts';
import {kraftCluster} from '../helpers/sample-cluster.ts';

test('controllers get what brokers get: copies and how many of them must have a record', () => {
	expect(topicDefaults(kraftCluster)).toEqual({'default.replication.factor': '3', 'min.insync.replicas': '2'});
	const one = {...kraftCluster, roles: {...kraftCluster.roles, kafka: ['kafka-01']}};
	expect(topicDefaults(one)).toEqual({'default.replication.factor': '1', 'min.insync.replicas': '1'});
});

test('also what the file sets for brokers, and nothing else of it', () => {
	const extraProperties = {'min.insync.replicas': '3', 'log.retention.hours': '5'};
	expect(topicDefaults({...kraftCluster, kafka: {...kraftCluster.kafka, extraProperties}})).toEqual({
		'default.replication.factor': '3',
		'min.insync.replicas': '3',
	});
});
