import type {Source} from '../../cluster/cluster.ts';
import {type Endpoint, endpointOf} from '../../cluster/jdbc-endpoint.ts';
import {type Command, joined, sh} from '../../core/command.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';
import type {DatabaseFinding} from './finding.ts';

/** How long a port, and TLS behind it, may take, in seconds. */
const [portSeconds, tlsSeconds] = [5, 8];

/** What openssl is told of a database that speaks before it speaks TLS. SQL Server does so in packets of its own. */
const openssl: Partial<Record<Endpoint['kind'], Command>> = {
	postgresql: sh`-starttls postgres`,
	mysql: sh`-starttls mysql`,
	oracle: sh``,
};

const addressOf = ({host, port}: Endpoint) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** Bash that prints `reach N CODE WORDS`, and where TLS is wanted `tls N yes` or `tls N no`; nothing of that without an openssl that can tell. */
function question(index: number, endpoint: Endpoint): Command {
	const {host, port, kind, tls} = endpoint;
	const starts = openssl[kind];
	const reach = sh`said=$(LC_ALL=C timeout ${portSeconds} bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${host} ${port} 2>&1 </dev/null | head -n 1 | head -c 300; exit "\${PIPESTATUS[0]}")
echo reach ${index} $? "$said"`;
	if (!tls || starts === undefined) return reach;
	return sh`${reach}
said=$(timeout ${tlsSeconds} openssl s_client ${starts} -connect ${addressOf(endpoint)} </dev/null 2>&1 | head -c 20000 | tr -d '\\0')
case $said in *'BEGIN CERTIFICATE'*) echo tls ${index} yes ;; *CONNECTED*) echo tls ${index} no ;; esac`;
}

/** Whether a worker's host reaches the databases of its sources, by what it has without Java. A source is left out where that is not known. */
export async function reachFindings({exec, host}: Context, sources: readonly Source[]): Promise<readonly DatabaseFinding[]> {
	const asked = sources.flatMap(source => {
		const endpoint = endpointOf(source.url);
		return endpoint === undefined ? [] : [{source: source.name, endpoint}];
	});
	if (asked.length === 0) return [];
	const {stdout} = await exec(
		joined(
			asked.map(({endpoint}, index) => question(index, endpoint)),
			'\n',
		),
	);
	return asked.flatMap(({source, endpoint}, index): readonly DatabaseFinding[] => {
		const [, code, words = ''] = new RegExp(`^reach ${index} (\\d+) ?(.*)$`, 'm').exec(stdout) ?? [];
		const address = addressOf(endpoint);
		if (code !== undefined && code !== '0') {
			const said = code === '124' ? `no answer within ${portSeconds} s` : remoteWords(words.replace(/^.*: /, '')) || 'no answer';
			return [
				{
					check: 'database-reach',
					state: 'failed',
					source,
					found: `${host.name} does not reach its database at ${address}: ${said}`,
					wanted: 'a database that answers at the host and port of the URL',
					why: 'The connector ends without its database, and its worker with it.',
					fix: 'Check host and port of this source, that the database listens for other hosts, and that nothing in between blocks it.',
				},
			];
		}
		if (!new RegExp(`^tls ${index} no$`, 'm').test(stdout)) return [];
		return [
			{
				check: 'database-tls',
				state: 'warning',
				source,
				found: `the database at ${address} gave openssl no certificate, and the URL asks for TLS`,
				wanted: 'a database that speaks TLS',
				why: 'The driver refuses a connection without TLS where the URL asks for it.',
				fix: 'Turn TLS on in the database, or take it out of the URL.',
			},
		];
	});
}
