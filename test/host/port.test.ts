import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {takenPorts} from '../../source/host/port.ts';
import {fakeContext} from '../helpers/context.ts';
import {localConnection} from '../helpers/local-connection.ts';

async function listen(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	return (server.address() as {port: number}).port;
}

test('a port that this process listens on is found with its pid, a closed one is free; one command for both', async () => {
	const taken = await listen();
	const connection = localConnection();
	const found = await takenPorts(fakeContext(connection), [
		{port: 1, purpose: 'ZooKeeper'},
		{port: taken, purpose: 'Kafka', unit: 'confluent-kafka.service'},
	]);
	expect(found).toHaveLength(1);
	expect(found[0]).toMatchObject({port: taken, purpose: 'Kafka'});
	expect(found[0]!.by).toMatch(new RegExp(`^\\S+.* \\(pid ${process.pid}(, unit \\S+)?\\)$`));
	expect(connection.commands).toHaveLength(1);
});

test('no ports, no question', async () => {
	const connection = localConnection();
	expect(await takenPorts(fakeContext(connection), [])).toEqual([]);
	expect(connection.commands).toEqual([]);
});
