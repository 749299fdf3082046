import {randomBytes} from 'node:crypto';
import {ConnectError} from '../../core/errors.ts';
import type {Secret} from '../../core/secret.ts';
import {remoteWords} from '../../core/text.ts';
import {deadline} from '../deadline.ts';
import {type Link, LinkEndedError, type Session} from '../link.ts';
import type {PasswordGate, PasswordVerdict} from '../login/password-gate.ts';
import {bootstrap, words} from '../trust/bootstrap.ts';
import {
	noAnswer,
	noPassword,
	noPasswordHelps,
	notTried,
	saysNotAllowed,
	saysWrongPassword,
	whyNoRoot,
	wrongPassword,
} from './root-refusals.ts';
import {type RootShell, rootShell} from './root-shell.ts';

export type StartOptions = {
	/** As the operator knows the host. */
	readonly name: string;
	readonly user: string;
	readonly address: string;
	readonly password: () => Promise<Secret | undefined>;
	readonly gate: PasswordGate;
	/** How long the host may take for each of its own moves, in ms. */
	readonly patienceMs: number;
};

/**
 * Opens the one channel of a login and becomes root on it. sudo's password is sent at most once, only after sudo's own
 * prompt was seen, and never where sudo wants none.
 * @throws SudoError, or ConnectError where the account runs no commands.
 */
export async function startRootShell(link: Link, options: StartOptions): Promise<RootShell> {
	const {name, user, address, password, gate, patienceMs} = options;
	const greetingToken = randomToken();
	const channel = await openChannel(link, bootstrap(greetingToken), name);
	const time = deadline();
	const seen = {stdout: '', stderr: ''};
	let secret: Secret | undefined;
	let prompts = 0;
	let asked = false;
	let finished = false;
	let settle: (verdict: PasswordVerdict) => void = () => {};

	return new Promise((resolve, reject) => {
		const refuse = {name, user, address, seen, token: greetingToken};
		const fail = (error: unknown) => {
			finished = true;
			time.stop();
			settle('unknown');
			reject(error);
			shell.end('it was closed');
			channel.destroy();
		};
		const wrong = () => {
			settle('refused');
			fail(wrongPassword(refuse));
		};
		const shell = rootShell(channel, {
			name,
			greetingToken,
			token: randomToken(),
			onGreetingOutput(stream, text) {
				seen[stream] = (seen[stream] + text).slice(-10_000);
				if (!asked && [seen.stdout, seen.stderr].every(text => text.includes(greetingToken + words.ask))) {
					asked = true;
					time.whileAsking(allowPrompt()).catch(fail);
				}
				const count = seen.stderr.split(greetingToken + words.prompt).length - 1;
				if (count === prompts) return;
				prompts = count;
				if (prompts === 1 && secret !== undefined) shell.answer(`${secret.reveal()}\n`);
				else wrong();
			},
		});
		time.start(patienceMs, () => fail(noAnswer(refuse, patienceMs)));

		/** Lets sudo ask, once there is an answer for it. */
		async function allowPrompt() {
			const refusal = noPasswordHelps(refuse);
			if (refusal !== undefined) return fail(refusal);
			secret = await password();
			if (secret === undefined) return fail(noPassword(refuse));
			const turn = await gate.enter(secret, user, name);
			if ('refusedBy' in turn) return fail(notTried(refuse, turn.refusedBy));
			settle = turn.settle;
			if (finished) return settle('unknown');
			shell.answer('go\n');
		}

		shell.greeting.then(
			() => {
				time.stop();
				settle('accepted');
				resolve(shell);
			},
			error => {
				if (finished) return;
				if (prompts > 0 && saysWrongPassword(seen.stderr)) return wrong();
				if (saysNotAllowed(seen.stderr)) settle('accepted');
				fail(whyNoRoot(refuse, error));
			},
		);
	});
}

async function openChannel(link: Link, command: string, name: string): Promise<Session> {
	try {
		return await link.run(command);
	} catch (error) {
		const hint = `Try by hand: ssh ${name} true`;
		if (error instanceof LinkEndedError) throw new ConnectError(`${name}: the connection ended right after the login.`, {hint});
		const why = remoteWords((error as Error).message);
		throw new ConnectError(`${name}: the login worked, and the host runs no command for it: ${why}`, {hint});
	}
}

function randomToken(): string {
	return `ks${randomBytes(16).toString('hex')}`;
}
