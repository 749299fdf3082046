import {execFile} from 'node:child_process';
import {ConnectError} from '../../core/errors.ts';
import {remoteWords} from '../../core/text.ts';

/** The first that knows all options that it is given. Since 8.5 ssh asks a command about host keys, and marks what a host asks. */
const least = {major: 8, minor: 7};

let version: Promise<string | undefined> | undefined;

/** @throws ConnectError where there is no OpenSSH that can carry a login of ours */
export async function needSsh(name: string): Promise<void> {
	version ??= new Promise(resolve => {
		execFile('ssh', ['-V'], {timeout: 10_000}, (error, stdout, stderr) =>
			resolve(error === null ? `${stderr}${stdout}`.trim() : undefined),
		);
	});
	const said = await version;
	if (said === undefined) {
		throw new ConnectError(`${name}: there is no ssh on this machine, which ssh.transport needs to reach it.`, {
			hint: 'Install OpenSSH’s client.',
		});
	}
	if (!suffices(said)) {
		throw new ConnectError(
			`${name}: ssh.transport needs OpenSSH ${least.major}.${least.minor} or newer; this is ${remoteWords(said)}.`,
			{
				hint: 'Install a newer OpenSSH client, or reach the host by a key alone, without a certificate or a ProxyCommand (ssh.transport: builtin).',
			},
		);
	}
}

export function suffices(said: string): boolean {
	const [, major, minor] = /^OpenSSH_(?:for_Windows_)?(\d+)\.(\d+)/.exec(said) ?? [];
	return Number(major) > least.major || (Number(major) === least.major && Number(minor) >= least.minor);
}
