import {deadline} from '../deadline.ts';
import {UnreachableError} from '../errors.ts';
import type {Link} from '../link.ts';
import {authPatienceMs} from '../link-options.ts';
import {closedHint} from '../socket.ts';
import {type Folder, type Inquiry, openFolder} from './folder.ts';
import {liveLink} from './live-link.ts';
import {type SystemLoginOptions, systemLogin} from './login.ts';
import {type Master, startMaster} from './master.ts';
import {openMux} from './mux.ts';
import {sshLog} from './ssh-log.ts';
import {argumentsFor, keyWord} from './ssh-options.ts';
import {saysDenied, saysHungUp, whyEnded} from './ssh-refusals.ts';
import {needSsh} from './ssh-version.ts';
import {vouchFor} from './vouch.ts';

/** ssh has its own clock for the connection, and knows more of it; ours comes after. */
const graceMs = 500;

/**
 * A link that OpenSSH's own ssh carries: it logs in, asks us about the host's key and for every answer, and then carries our
 * channels. A jump host before it has to be logged in to the same way.
 * @throws ConnectError of the kind that fits
 */
export async function openSystemLink(options: SystemLoginOptions): Promise<Link> {
	const {name, timeoutMs} = options;
	await needSsh(name);
	const check = options.check(undefined);
	const time = deadline();
	let agreed = false;
	let failure: Error | undefined;
	let remembered: Promise<void> | undefined;
	let master: Master | undefined;
	let over = false;

	const fail = (error: Error) => {
		failure ??= error;
		time.stop();
		void master?.stop();
	};
	const late = (what: string, ms: number) => () =>
		fail(new UnreachableError(`${name}: ${what} (${ms / 1000} s).`, {hint: closedHint}));
	const awaitLogin = () => time.start(authPatienceMs, late('the login got no answer', authPatienceMs));
	const rememberKey = () => {
		const key = check.newKey();
		remembered ??= key === undefined ? Promise.resolve() : options.remember(key, check.knownAs);
		remembered.catch(fail);
		return remembered;
	};
	const log = sshLog({onKeyProved: () => void rememberKey(), onPasswordTaken: () => login.passwordTaken()});
	const login = systemLogin(options, log, time.whileAsking, fail);

	async function inquired({words, kind, gone}: Inquiry): Promise<string | undefined> {
		if (failure !== undefined || over) return undefined;
		if (words[0] === keyWord) {
			const vouched = vouchFor(options, check, words.slice(1));
			if ('refused' in vouched) return void fail(vouched.refused);
			if (!agreed && check.agreed()) awaitLogin();
			agreed = check.agreed();
			return vouched.line;
		}
		const prompt = words.join(' ');
		// Nothing is answered to a host that is not known. The PIN is for this machine: keys of PKCS#11 are looked for first.
		if (!agreed && !prompt.startsWith('Enter PIN for ')) return undefined;
		// It only tells that a security key waits to be touched.
		if (kind === 'none') return time.whileAsking(gone).then(() => undefined);
		if (agreed) {
			await rememberKey();
			awaitLogin();
		}
		const answer = await login.answer(prompt);
		return failure !== undefined || answer === undefined ? undefined : `${answer.reveal()}\n`;
	}

	const whyNot = async () =>
		failure ?? (saysDenied(log.said) ? login.denied() : (login.trouble() ?? whyEnded(options, log.said, agreed)));

	async function logIn(folder: Folder): Promise<Link> {
		const args = argumentsFor(options, check.algorithms, folder);
		time.start(timeoutMs < 1000 ? timeoutMs : timeoutMs + graceMs, late('no ssh handshake', timeoutMs));
		master = startMaster(args, folder, line => log.hear(line));
		if (!(await master.loggedIn)) throw (saysHungUp(log.said) ? login.hungUp() : undefined) ?? (await whyNot());
		const mux = await openMux(folder.controlPath).catch(async () => {
			throw await whyNot();
		});
		await rememberKey().catch(() => {});
		if (failure !== undefined) throw failure;
		if (!agreed) throw new TypeError(`${name}: ssh has logged in without a question about the host key`);
		return liveLink(name, {master, mux, folder, log});
	}

	const folder = await openFolder(async inquiry => {
		const answer = await inquired(inquiry).catch(fail);
		// ssh would take no answer for an empty one, and send that: it ends first.
		if (failure !== undefined) await inquiry.gone;
		return answer ?? undefined;
	});
	try {
		const link = await logIn(folder);
		login.settle('accepted');
		return link;
	} catch (error) {
		await master?.stop();
		await folder.remove();
		throw error;
	} finally {
		over = true;
		time.stop();
		login.settle('unknown');
	}
}
