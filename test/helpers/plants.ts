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
	const address = (name: string) => `$(getent hosts ${name} | cut -d' ' -f1)`;
	await exec(
		from,
		`apt-get install -y -qq nftables >/dev/null 2>&1 && systemd-run -q --unit=impostor python3 -m http.server ${port} &&
		nft add table ip impostor && nft add chain ip impostor out '{ type nat hook output priority -100; }' &&
		nft add rule ip impostor out meta skuid 0 ip daddr ${address(to)} tcp dport ${port} dnat to ${address(from)}`,
	);
	await exec(from, `for _ in {1..50}; do curl -s -o /dev/null http://${to}:${port}/ && exit; sleep 0.1; done; exit 1`);
	return () => exec(from, 'nft delete table ip impostor; systemctl stop impostor');
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
	const curl = 'curl -K /etc/kafka-connect-jdbc/rest.curl';
	const url = `http://127.0.0.1:8083/connectors/${connector}/config`;
	const put = (file: string) => `${curl} -fsS -X PUT -H 'Content-Type: application/json' -d @${file} ${url}`;
	const merge = `import json; c = json.load(open("/root/was.json")); c.update(json.loads(r"""${JSON.stringify(settings)}""")); json.dump(c, open("/root/is.json", "w"))`;
	await exec(host, `${curl} -fsS ${url} >/root/was.json && python3 -c '${merge}' && ${put('/root/is.json')}`);
	return () => exec(host, put('/root/was.json'));
}
