import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {givesSubjects, subjectsCommand} from '../../source/kafka/subjects.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

test('a registry is asked itself, and not the proxy of root in its place', async () => {
	const heard: string[] = [];
	const proxy = createServer(socket => {
		socket.on('data', data => {
			heard.push(String(data));
			socket.end('HTTP/1.0 200 OK\r\n\r\n[]');
		});
	}).listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	onTestFinished(() => void proxy.close());
	const env = ['env', '-u', 'no_proxy', '-u', 'NO_PROXY', `http_proxy=http://127.0.0.1:${(proxy.address() as AddressInfo).port}`];
	// Nobody listens on port 1.
	const cluster = {...sampleCluster, 'schema-registry': {...sampleCluster['schema-registry'], port: 1}};
	const connection = localConnection({prefix: env});
	for (const command of [subjectsCommand(cluster, '127.0.0.1'), givesSubjects(cluster, '127.0.0.1')])
		expect((await connection.exec(command)).code).toBe(7);
	expect(heard).toEqual([]);
});
