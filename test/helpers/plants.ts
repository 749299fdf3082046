import {lab} from './lab.ts';

export const exec = async (host: string, command: string) => (await lab('exec', host, command)).stdout.trim();

/** Undoes what was planted. */
export type Undo = () => Promise<unknown>;

/**
 * Keeps the processes of a user on one host from a port of another, on connections that are open too, as a firewall in between
 * would; a refusal says that it is not permitted.
 */
export async function cutOff(from: string, user: string, to: string, port: number): Promise<Undo> {
	const rule = `to $(getent hosts ${to} | cut -d' ' -f1) uidrange $(id -u ${user})-$(id -u ${user}) ipproto tcp dport ${port} prohibit`;
	await exec(from, `ip rule add ${rule}`);
	return () => exec(from, `ip rule del ${rule}`);
}

/** Lets root on one host find another server than the one of another host at a port of that: one that knows no page. */
export async function impostor(from: string, to: string, port: number): Promise<Undo> {
	const route = 'local $ip dev lo table 100';
	// What is sent there by this way comes from that address too, and is nobody's user's when it comes in.
	const rules = [`to $ip uidrange 0-0 ipproto tcp dport ${port} lookup 100`, 'from $ip to $ip lookup 100'];
	const each = (verb: 'add' | 'del') => rules.map(rule => `ip rule ${verb} ${rule}`).join(' && ');
	const address = `ip=$(getent hosts ${to} | cut -d' ' -f1)`;
	await exec(
		from,
		`${address}; systemd-run -q --unit=impostor python3 -m http.server ${port} && ip route add ${route} && ${each('add')}`,
	);
	await exec(from, `for _ in {1..50}; do curl -s -o /dev/null http://${to}:${port}/ && exit; sleep 0.1; done; exit 1`);
	return () => exec(from, `${address}; ${each('del')}; ip route del ${route}; systemctl stop impostor`);
}

/** A script in front of a program on the path. */
export async function inFront(host: string, program: string, script: string): Promise<Undo> {
	await exec(
		host,
		`printf '%s\\n' '#!/bin/sh' ${JSON.stringify(script)} >/usr/local/bin/${program} && chmod 755 /usr/local/bin/${program}`,
	);
	return () => exec(host, `rm /usr/local/bin/${program}`);
}

/** Gives a running connector other settings, behind the back of its file. */
export async function reconfigured(host: string, connector: string, settings: Readonly<Record<string, string>>): Promise<Undo> {
	const url = `http://localhost:8083/connectors/${connector}/config`;
	const put = (file: string) => `curl -fsS -X PUT -H 'Content-Type: application/json' -d @${file} ${url}`;
	const merge = `import json; c = json.load(open("/root/was.json")); c.update(json.loads(r"""${JSON.stringify(settings)}""")); json.dump(c, open("/root/is.json", "w"))`;
	await exec(host, `curl -fsS ${url} >/root/was.json && python3 -c '${merge}' && ${put('/root/is.json')}`);
	return () => exec(host, put('/root/was.json'));
}
