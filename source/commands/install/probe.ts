import pLimit from 'p-limit';
import {isPrompt} from '../../cluster/secret-refs.ts';
import {sshLabels} from '../../cluster/secrets.ts';
import {joined} from '../../core/command.ts';
import type {Connection} from '../../core/connection.ts';
import {SetupError} from '../../core/errors.ts';
import {readFacts} from '../../host/facts.ts';
import {readIds} from '../../kafka/identity/found-ids.ts';
import {everyMetadata} from '../../kafka/metadata.ts';
import {lookAtHost} from '../../kafka/settled/look.ts';
import {absolutePath} from '../../local/cluster-file.ts';
import type {SecretResolver} from '../../local/secrets.ts';
import type {Login, LoginGates, SshSettings} from '../../ssh/connect.ts';
import type {HostProbe, ProbeTarget, TypedSecrets, WizardFunctions} from '../../ui/wizard/wizard-functions.ts';
import {factFindings, lookCommand} from './host-findings.ts';
import type {Wanted} from './known-files.ts';
import {loginFindings, noFacts, refusalFindings} from './login-findings.ts';
import {membershipOf} from './membership.ts';

/** Hosts that are looked at at the same time. */
const atOnce = 16;

type Connector = {readonly logIn: (host: ProbeTarget['host']) => Promise<Login>; readonly asked: Set<string>};

function settingsOf({ssh}: ProbeTarget, typed: TypedSecrets, secrets: SecretResolver): SshSettings {
	const {password: _, jumpPassword: __, passphrase: ___, sudoPassword: ____, user, port, transport, proxyJump, ...paths} = ssh;
	const files = Object.entries(paths).map(([key, path]) => [key, absolutePath(path)] as const);
	const fetched = (key: keyof typeof sshLabels) => async () => {
		const ref = ssh[key];
		if (ref !== undefined && !isPrompt(ref)) return secrets.resolve(ref, sshLabels[key]);
		// The wizard does not ask for it.
		return key === 'jumpPassword' ? undefined : typed.get(`ssh.${key}`);
	};
	return {
		...(user === undefined ? {} : {user}),
		...(port === undefined ? {} : {port}),
		...(transport === undefined ? {} : {transport}),
		...(proxyJump === undefined ? {} : {proxyJump}),
		...Object.fromEntries(files),
		acceptNewHostKeys: false,
		connectTimeoutMs: 10_000,
		password: fetched('password'),
		jumpPassword: fetched('jumpPassword'),
		named: (['password', 'jumpPassword'] as const).filter(
			key => ssh[key] !== undefined || (key === 'password' && typed.has('ssh.password')),
		),
		// The wizard has the terminal.
		ask: async () => undefined,
		passphrase: fetched('passphrase'),
		sudoPassword: fetched('sudoPassword'),
	};
}

/**
 * Reads what hosts are by logging in to them, a few at a time, and changes nothing there. Hosts with the same way in share
 * what the logins of a run share: a password that one refused is not tried on the next. `fileOf` finds the cluster file of
 * a cluster that a host is in.
 */
export function hostProbe(
	secrets: SecretResolver,
	fileOf: (wanted: Wanted) => string | undefined,
): Pick<WizardFunctions, 'probe' | 'tryAgain'> {
	const limit = pLimit(atOnce);
	const connectors = new Map<string, Connector>();
	let typedBefore: TypedSecrets | undefined;
	let gates: LoginGates | undefined;

	const connectorFor = (target: ProbeTarget, typed: TypedSecrets): Connector => {
		if (typed !== typedBefore) connectors.clear();
		typedBefore = typed;
		const key = JSON.stringify(target.ssh);
		const known = connectors.get(key);
		if (known !== undefined && !known.asked.has(target.host.name)) return known;
		// Asked again for the same host, it is looked at with fresh eyes: known_hosts or a password may have been fixed.
		if (known !== undefined) secrets.forget();
		// Loaded by the first host that is looked at: the first page comes sooner without it.
		const loading = import('../../ssh/connect.ts').then(({connector, loginGates}) => {
			gates ??= loginGates();
			return connector(settingsOf(target, typed, secrets), gates);
		});
		const made: Connector = {logIn: async host => (await loading).one(host), asked: new Set()};
		connectors.set(key, made);
		return made;
	};

	const probe: WizardFunctions['probe'] = (target, typed, found) => {
		let live = true;
		let connection: Connection | undefined;
		const {logIn, asked} = connectorFor(target, typed);
		asked.add(target.host.name);

		const tell = (probe: HostProbe) => {
			if (live) found(probe);
		};
		const look = async () => {
			if (!live) return;
			let well: HostProbe['items'] | undefined;
			tell({items: {reach: {state: 'looking', text: ''}}, done: false});
			try {
				const login = await logIn(target.host);
				connection = login.connection;
				if (!live) return;
				well = loginFindings(login.user);
				tell({items: {...well, os: {state: 'looking', text: ''}}, done: false});
				const [facts, {stdout}, ids, cluster] = await Promise.all([
					readFacts(connection),
					connection.exec(lookCommand),
					readIds(target.host.name, target.directories, connection),
					connection.exec(
						joined(
							everyMetadata.map(one => lookAtHost(one)),
							'\n',
						),
					),
				]);
				const belongs = membershipOf(cluster.stdout, fileOf);
				const items = factFindings(facts, stdout, well);
				tell({items, ids, ...(belongs === undefined ? {} : {belongs}), done: true});
			} catch (error) {
				const told = error instanceof SetupError ? error : new SetupError(String(error));
				tell({...(well === undefined ? refusalFindings(told, target.host.name) : noFacts(told, well)), done: true});
			} finally {
				await connection?.close();
			}
		};
		void limit(look);
		return () => {
			live = false;
			void connection?.close();
		};
	};
	return {
		probe,
		tryAgain() {
			gates = undefined;
			connectors.clear();
		},
	};
}
