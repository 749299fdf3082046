import {describe, expect, it, test} from 'vitest';
import {connector} from '../../../source/ssh/connect.ts';
import {LoginError} from '../../../source/ssh/errors.ts';
import {asksPassword} from '../../../source/ssh/login/questions.ts';
import {promptOf} from '../../../source/ssh/system/prompts.ts';
import {failure, knownLine, scene, userKey} from '../../helpers/ssh-scene.ts';
import {newKey, type ServerOptions} from '../../helpers/ssh-server.ts';
import {transports} from '../../helpers/transports.ts';

const otherKey = newKey();

async function host(options: Partial<ServerOptions>, answers?: Parameters<typeof scene>[0], blocks = {}) {
	const set = await scene(answers);
	const server = await set.server({keys: [otherKey], ...options});
	await set.write('known_hosts', knownLine(server));
	await set.config(blocks);
	return {...set, server, connect: () => set.connect({name: 'h1', port: server.port})};
}

/** The password tries at a server. */
const passwords = ({tries}: {tries: string[]}) => tries.filter(one => !one.startsWith('publickey'));

describe('the password answers', () => {
	it.each(['Password: ', 'Password for op@h1:', '(op@h1) Password: ', "op's password: ", 'pass-word'])('“%s”', prompt => {
		expect(asksPassword({prompt, echo: false})).toBe(true);
		expect(asksPassword({prompt, echo: true})).toBe(false);
	});

	it.each([
		'Verification code: ',
		"One-time password (OATH) for `op': ",
		'OTP Password: ',
		'Password + token: ',
		'Enter PASSCODE: ',
		'Passphrase: ',
		'New password: ',
		'Retype new password: ',
		'Your second password:',
		'',
	])('never “%s”', prompt => {
		expect(asksPassword({prompt, echo: false})).toBe(false);
	});
});

test.each(['new ', 'password', 'new password', ' ', ':', 'pass-'])('a question of %j alone takes no time', part => {
	const prompt = part.repeat(Math.floor((256 * 1024) / part.length));
	const begun = process.cpuUsage();
	asksPassword({prompt, echo: false});
	promptOf(`(op@h1) ${prompt}`);
	promptOf(prompt);
	expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
});

describe.each(transports)('by %s, a question of the host', transport => {
	it('is put to the operator in its own words, and the answer goes to the host', async () => {
		const keyboard = {question: 'Password: ', answer: 'pw', second: 'Verification\x1b[31m code: ', secondAnswer: '123'};
		const {connect, server, asked} = await host({keyboard}, {transport, password: 'pw', question: '123'});
		await connect();
		expect(passwords(server)).toEqual(['keyboard:pw', 'keyboard:123']);
		expect(asked).toEqual(['password h1', 'h1 asks op: Verification code']);
	});

	it('is put with what the host says about it, and takes no password', async () => {
		const keyboard = {question: 'Your answer? ', answer: '42', echo: true, instruction: 'Challenge 1234'};
		const {connect, server, asked} = await host({keyboard}, {transport, password: 'pw', question: '42'});
		await connect();
		expect(passwords(server)).toEqual(['keyboard:42']);
		expect(asked).toEqual(['h1 asks op: Challenge 1234 Your answer']);
	});

	it('that was answered wrongly is not asked again', async () => {
		const {connect, server} = await host({keyboard: {question: 'Code: ', answer: 'right'}}, {transport, question: 'wrong'});
		const error = await failure(connect());
		expect(error.message).toBe('h1: did not let op in after its questions were answered.');
		expect(passwords(server)).toEqual(['keyboard:wrong']);
	});

	it('after the password makes its refusal one of both', async () => {
		const keyboard = {question: 'Password: ', answer: 'pw', second: 'Code: ', secondAnswer: 'right'};
		const {connect} = await host({keyboard}, {transport, password: 'pw', question: 'wrong'});
		expect((await failure(connect())).message).toBe(
			'h1: the password of op, or an answer to the host’s questions, was refused. It was tried once.',
		);
	});

	it('for the password once more means that it was wrong, and it is sent to no other host', async () => {
		const set = await scene({transport, password: 'wrong'});
		const keyboard = {question: 'Password: ', answer: 'wrong', second: 'Password: ', secondAnswer: 'right'};
		const servers = [await set.server({keys: [otherKey], keyboard}), await set.server({keys: [otherKey], keyboard})];
		await set.write('known_hosts', servers.map(server => knownLine(server)).join(''));
		const {failures} = await set.connectAll(servers.map(({port}, index) => ({name: `h${index}`, port})));
		const messages = failures.map(({error}) => error.message);
		expect(messages.filter(text => text.endsWith('the password of op was refused. It was tried once.'))).toHaveLength(1);
		expect(messages.filter(text => /the password of op was not tried, because h\d refused it/.test(text))).toHaveLength(1);
		expect(servers.flatMap(passwords)).toEqual(['keyboard:wrong']);
	});
});

describe.each(transports)('by %s, a refused password', transport => {
	it('is not tried again in the same run, nor by itself', async () => {
		const set = await scene({transport, password: 'wrong'});
		const server = await set.server({keys: [otherKey], password: 'right'});
		await set.write('known_hosts', knownLine(server));
		const ssh = connector(set.settings);
		const target = {name: 'h1', port: server.port};
		await failure(ssh.one(target));
		const again = await failure(ssh.one(target));
		expect(again).toBeInstanceOf(LoginError);
		expect(again.message).toContain('was not tried');
		expect(passwords(server)).toEqual(['password:wrong']);
	});
});

describe('keys', () => {
	it('leave room for the password before the server has had enough (MaxAuthTries 6)', async () => {
		const set = await scene({password: 'pw'});
		const server = await set.server({keys: [otherKey], password: 'pw', maxTries: 6});
		await set.write('known_hosts', knownLine(server));
		const files = await Promise.all(Array.from({length: 8}, (_, index) => set.write(`key${index}`, newKey().private)));
		await set.config({}, files.map(file => `IdentityFile ${file}`).join('\n'));
		await set.connect({name: 'h1', port: server.port});
		expect(server.tries).toHaveLength(6);
	});

	it('that are half of the way in are followed by the password at once', async () => {
		const set = await scene({password: 'pw'});
		const server = await set.server({keys: [userKey], password: 'pw', both: true, maxTries: 2});
		await set.write('known_hosts', knownLine(server));
		const more = await set.write('more', newKey().private);
		await set.config({}, `IdentityFile ${more}\nIdentityFile ${more}2`);
		await set.connect({name: 'h1', port: server.port});
		expect(server.tries.slice(1)).toEqual(['password:pw']);
	});
});

describe.each(transports)('by %s, the account', transport => {
	it.each([
		['Your account has expired; please contact your system administrator.', 'the account of op has expired', 'chage -E -1 op'],
		['The account is locked due to 3 failed logins.', 'the account of op is locked', 'faillock --user op --reset'],
		['Account locked due to 5 failed logins', 'the account of op is locked', 'faillock'],
		[
			'System is booting up. Unprivileged users are not permitted to log in yet.',
			'it lets nobody but root log in at the moment',
			'/run/nologin',
		],
	])('is named where the host says “%s”', async (banner, what, hint) => {
		// One that goes on asking, and one that hangs up, as sshd does where PAM refuses an account that has shown its key.
		for (const more of [{}, {maxTries: 1}]) {
			const {connect} = await host(
				{banner: `*** Authorized use only ***\n${banner}\n`, password: 'right', ...more},
				{transport, password: 'pw'},
			);
			const error = await failure(connect());
			expect(error).toBeInstanceOf(LoginError);
			expect(error.message).toBe(`h1: ${what}. It said: ${banner}`);
			expect(error.hint).toContain(hint);
		}
	});

	it('needs a new password', async () => {
		const said = 'WARNING: Your password has expired.\nPassword change required but no TTY available.\n';
		const {connect} = await host({keys: [userKey], says: {text: said, code: 1}});
		const error = await failure(connect());
		expect(error).toBeInstanceOf(LoginError);
		expect(error.message).toContain('h1: the password of op has expired.');
		expect(error.hint).toContain('ssh op@127.0.0.1');
	});

	it('needs a new password, and is asked for it: nothing is sent as one', async () => {
		const keyboard = {question: 'Password: ', answer: 'pw', second: 'New password: '};
		const {connect, server, asked} = await host({keyboard}, {transport, password: 'pw', question: 'oops'});
		expect((await failure(connect())).message).toBe('h1: the password of op has expired.');
		expect(passwords(server)).toEqual(['keyboard:pw']);
		expect(asked).toEqual(['password h1']);
	});
});

describe('a jump host', () => {
	async function behind(hop: Partial<ServerOptions>, answers: Parameters<typeof scene>[0]) {
		const set = await scene(answers);
		const [jump, target] = [
			await set.server({keys: [otherKey], ...hop}),
			await set.server({keys: [otherKey], password: 'hosts'}),
		];
		await set.write('known_hosts', knownLine(jump) + knownLine(target));
		await set.config({hop: `Port ${jump.port}\nUser me`, h1: 'ProxyJump hop'});
		return {...set, jump, target, connect: () => set.connect({name: 'h1', port: target.port})};
	}

	it('gets a password of its own, the host its own', async () => {
		const {connect, jump, target, asked} = await behind({password: 'jump'}, {password: 'hosts', jumpPassword: 'jump'});
		await connect();
		expect(passwords(jump)).toEqual(['password:jump']);
		expect(passwords(target)).toEqual(['password:hosts']);
		expect(asked).toEqual(['jump password', 'password h1']);
	});

	it.each([
		['a password', {password: 'jump'}],
		['a question', {keyboard: {question: 'Password: ', answer: 'jump'}}],
	])('that wants %s never gets that of the hosts', async (_title, hop) => {
		const {connect, jump, target} = await behind(hop, {password: 'hosts'});
		const error = await failure(connect());
		expect(error.message).toMatch(/^hop: did not let me in: .*no password given/);
		expect(error.hint).toContain('jumpPassword');
		expect(passwords(jump)).toEqual([]);
		expect(target.requests()).toBe(0);
	});
});
