import {describe, expect, it} from 'vitest';
import {connector} from '../../../source/ssh/connect.ts';
import {LoginError, UnreachableError} from '../../../source/ssh/errors.ts';
import {failure, knownLine, scene} from '../../helpers/ssh-scene.ts';
import {newKey} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

const otherKey = newKey();

/** The password tries at a server. */
const passwords = ({tries}: {tries: string[]}) => tries.filter(one => !one.startsWith('publickey'));

describe('a password that was one failure too many', () => {
	it('counts as refused, though the host hangs up without an answer: it goes to no other host', async () => {
		const set = await scene({password: 'wrong'});
		const servers = [
			await set.server({keys: [otherKey], password: 'right', maxTries: 6}),
			await set.server({keys: [otherKey], password: 'right', maxTries: 6}),
		];
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		const files = await Promise.all(Array.from({length: 8}, (_, index) => set.write(`key${index}`, newKey().private)));
		await set.config({}, files.map(file => `IdentityFile ${file}`).join('\n'));
		const {failures} = await set.connectAll(servers.map(({port}, index) => ({name: `h${index}`, port})));
		expect(servers.flatMap(passwords)).toEqual(['password:wrong']);
		expect(failures.map(({error}) => error instanceof LoginError)).toEqual([true, true]);
	});
});

describe.each(transports)('by %s, a host that hangs up on the password', transport => {
	it('has refused it: it goes to no other host', async () => {
		const set = await scene({transport, password: 'wrong'});
		const hanging = {keys: [otherKey], password: 'right', hangsUpOn: () => true};
		const servers = [await set.server(hanging), await set.server(hanging)];
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		const {failures} = await set.connectAll(servers.map(({port}, index) => ({name: `h${index}`, port})));
		expect(servers.flatMap(passwords)).toEqual(['password:wrong']);
		expect(failures.map(({error}) => error instanceof LoginError)).toEqual([true, true]);
	});

	it('after it took the same one in this run is a lost connection, as of a host that restarts', async () => {
		const set = await scene({transport, password: 'right'});
		const server = await set.server({keys: [otherKey], password: 'right', hangsUpOn: password => password === 2});
		await set.write('known_hosts', knownLine(server));
		const ssh = connector(set.settings);
		const target = {name: 'h1', port: server.port};
		await (await ssh.one(target)).connection.close();
		expect(await failure(ssh.one(target))).toBeInstanceOf(UnreachableError);
		await (await ssh.one(target)).connection.close();
		expect(passwords(server)).toHaveLength(3);
	});
});
