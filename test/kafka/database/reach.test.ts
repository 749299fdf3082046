import {spawnSync} from 'node:child_process';
import {type AddressInfo, createServer} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {reachFindings} from '../../../source/kafka/database/reach.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {sampleCluster} from '../../helpers/sample-cluster.ts';

const [sample] = sampleCluster.connect.sources;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A server that answers PostgreSQL's question for TLS with this. */
async function server(answer: string): Promise<number> {
	const listening = createServer(socket => {
		socket.on('error', () => {});
		socket.once('data', () => socket.end(answer));
	}).listen(0, '127.0.0.1');
	await new Promise(resolve => listening.once('listening', resolve));
	onTestFinished(() => void listening.close());
	return (listening.address() as AddressInfo).port;
}

const said = async (...urls: readonly string[]) => {
	const sources = urls.map((url, index) => ({...sample!, name: `s${index}`, url}));
	const findings = await reachFindings(fakeContext(localConnection()), sources);
	return findings.map(({check, state, source, found}) => `${source} ${state} ${check}: ${found}`);
};

describe('the way to a database', () => {
	it('is tried by the host, for each source', async () => {
		const open = await server('N');
		const closed = 1;
		expect(
			await said(`jdbc:postgresql://127.0.0.1:${open}/x`, `jdbc:postgresql://127.0.0.1:${closed}/x`, 'jdbc:sqlite:/x'),
		).toEqual([`s1 failed database-reach: kafka-01 does not reach its database at 127.0.0.1:1: Connection refused`]);
	});

	it('is not known of a name that nobody has', async () => {
		expect(await said('jdbc:mysql://no-such-host.invalid/x')).toEqual([
			expect.stringMatching(/^s0 failed database-reach: kafka-01 does not reach its database at no-such-host.invalid:3306: ./),
		]);
	});

	it.skipIf(!hasOpenssl)('has no TLS where the server says so and the URL asks for it', async () => {
		const open = await server('N');
		const url = `jdbc:postgresql://127.0.0.1:${open}/x`;
		expect(await said(url, `${url}?sslmode=require`)).toEqual([
			`s1 warning database-tls: the database at 127.0.0.1:${open} gave openssl no certificate, and the URL asks for TLS`,
		]);
	});
});
