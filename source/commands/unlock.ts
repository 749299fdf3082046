import {ConnectError, InputError} from '../core/errors.ts';
import {lockRoot, lookScript, readHolder, releaseScript} from '../host/lock/host-lock.ts';
import {askSecret} from '../local/ask-secret.ts';
import {readClusterFile} from '../local/cluster-file.ts';
import {confirm} from '../local/confirm.ts';
import {createSecretResolver} from '../local/secrets.ts';
import {describeHolder} from '../run/host-locks.ts';
import {sshSettings} from '../run/log-in.ts';
import {sayCut} from '../run/record/cut-destroy.ts';
import {print, say} from '../run/terminal/say.ts';
import {hasTerminal} from '../run/terminal/surface.ts';
import {connector, explainFailures} from '../ssh/connect.ts';

export type UnlockOptions = {readonly acceptNewHostKeys: boolean; readonly yes: boolean};

/**
 * Shows who holds the hosts of a cluster file, and frees them when told to. A run that still lives finds itself fenced.
 * @throws ConnectError, or InputError where nobody can be asked
 */
export async function unlock(file: string, {acceptNewHostKeys, yes}: UnlockOptions): Promise<void> {
	const cluster = await readClusterFile(file);
	await sayCut(file, say);
	const {logins, failures} = await connector(sshSettings(cluster, acceptNewHostKeys, createSecretResolver(askSecret))).all(
		cluster.hosts,
	);
	try {
		const looked = await Promise.all(
			logins.map(async ({host, connection}) => ({
				host,
				connection,
				holder: readHolder(await connection.exec(lookScript(lockRoot))),
			})),
		);
		for (const {host, holder} of looked) print(`${host.name}: ${holder === undefined ? 'not locked' : describeHolder(holder)}`);
		for (const {host} of failures) print(`${host.name}: not reached`);
		const held = looked.filter(({holder}) => holder !== undefined);
		if (held.length > 0) {
			if (!yes && !hasTerminal(process)) {
				throw new InputError('no terminal available for the prompt', {
					hint: `If these runs have ended: kafka-setup unlock ${file} --yes`,
				});
			}
			print('A live run will stop before its next command; the current one will finish.');
			if (!yes && !(await confirm(`Unlock ${held.map(({host}) => host.name).join(', ')}?`))) return;
			await Promise.all(held.map(({connection, holder}) => connection.exec(releaseScript(lockRoot, holder!.token))));
			print('Unlocked.');
		}
		if (failures.length === 0) return;
		const {message, hint} = explainFailures(failures);
		throw new ConnectError(message, {hint});
	} finally {
		await Promise.all(logins.map(({connection}) => connection.close()));
	}
}
