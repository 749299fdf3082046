import {expect, test} from 'vitest';
import {ensembleOf, lookAtMember} from '../../../../source/kafka/roles/zookeeper/standing.ts';
import {disk} from '../../../helpers/standings.ts';

const up = {active: true, enabled: true};
const settings = {
	dataDir: '/var/lib/zookeeper',
	clientPort: '2181',
	'server.1': '0.0.0.0:2888:3888',
	'server.2': 'kafka-02:2888:3888',
};
const disks = new Map([['/var/lib/zookeeper', disk('/var/lib/zookeeper', {myid: '1', hasZnodes: true})]]);

/** What ZooKeeper 3.8.4 says to `conf`. */
const conf = `clientPort=2181
dataDir=/var/lib/zookeeper/version-2
serverId=1
electionPort=3888
quorumPort=2888
membership: 
server.1=0.0.0.0:2888:3888:participant
server.3=kafka-03:2888:3888:participant
version=0`;

test('what the process says comes before its settings', () => {
	expect(ensembleOf(settings, up, {disks, said: new Map([['conf', conf]])})).toMatchObject({
		from: 'process',
		id: 1,
		members: [
			{id: 1, host: '0.0.0.0'},
			{id: 3, host: 'kafka-03'},
		],
	});
});

test('a process that does not serve says nothing of its members', () => {
	const silent = 'This ZooKeeper instance is not currently serving requests\n';
	for (const said of [silent, '', undefined]) {
		expect(ensembleOf(settings, up, {disks, said: new Map(said === undefined ? [] : [['conf', said]])})).toMatchObject({
			from: 'settings',
			id: 1,
			hasData: true,
			members: [
				{id: 1, host: '0.0.0.0', peerPort: 2888, electionPort: 3888},
				{id: 2, host: 'kafka-02'},
			],
		});
	}
});

test('a member is asked at the address that its settings have, and nothing else in them becomes a place', () => {
	for (const [clientPortAddress, address] of [
		['10.0.0.5', '10.0.0.5'],
		['fd00::5', 'fd00::5'],
		['0.0.0.0', 'localhost'],
		['$(reboot)', 'localhost'],
	] as const) {
		const own = {...settings, clientPortAddress};
		const asked = [...lookAtMember(own).text.matchAll(/dev\/tcp\/([^/]*)\/2181/g)].map(([, place]) => place);
		expect(asked).toEqual([address, address]);
		expect(ensembleOf(own, up, {disks, said: new Map()})).toMatchObject({address});
	}
});
