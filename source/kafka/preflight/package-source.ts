import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, sh} from '../../core/command.ts';
import {StepError} from '../../core/errors.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';
import {fetchKey, keySource} from '../../host/packages/repository-key.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';

/** Seconds for a connection, and for all of it. */
const [connectSeconds, mostSeconds] = [10, 40];

/** apt's own way, with its proxy, certificates and logins. */
const byApt = (url: string): Command => sh`dir=$(mktemp -d) && chmod 755 "$dir" || exit; trap 'rm -rf "$dir"' EXIT
! id _apt >/dev/null 2>&1 || chown _apt "$dir"
timeout ${mostSeconds} /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=${connectSeconds} -o Acquire::https::Timeout=${connectSeconds} download-file ${url} "$dir/file" 2>&1 || exit
head -c 64 "$dir/file" | grep -q 'BEGIN PGP SIGNED MESSAGE' || { echo 'what came is no signed list of packages'; exit 1; }`;

/** dnf's own way, the same; nothing of it stays. */
const byDnf = (url: string): Command => sh`dir=$(mktemp -d) || exit; trap 'rm -rf "$dir"' EXIT
timeout ${mostSeconds} dnf -q --disablerepo='*' --repofrompath=${`kafka-setup-check,${url}`} --setopt="cachedir=$dir" --setopt=timeout=${connectSeconds} --setopt=retries=1 makecache 2>&1`;

/** yum has no way to try a source without adding it. */
const byCurl = (url: string): Command =>
	sh`curl -fsSL --connect-timeout ${connectSeconds} --max-time ${mostSeconds} -o /dev/null ${`${url}/repodata/repomd.xml`} 2>&1`;

/** The line that says why: apt and dnf say what they do around it. */
function reasonIn(stdout: string, code: number): string {
	if (code === 124) return `no answer within ${mostSeconds} s`;
	const lines = stdout.split('\n').filter(line => line.trim() !== '');
	const [, fetched] = lines.map(line => /^E: Failed to fetch \S+\s+(.+)$/.exec(line)).find(Boolean) ?? [];
	const line = fetched ?? lines.findLast(one => /^(E|Err|Errors?|curl):|\bCurl error\b|error:/i.test(one)) ?? lines.at(-1);
	return remoteWords(line ?? `exit code ${code}`);
}

/** Whether the host's package manager gets at the packages, as it is set up, and whether the key there is the pinned one. */
export function packageSource(cluster: Cluster): HostCheck {
	const {packages, version} = cluster.platform;
	return hostCheck('package-source', async context => {
		const {packageManager} = context.facts;
		if (packageManager === undefined) return [];
		const kind = packageManager === 'apt' ? 'deb' : 'rpm';
		const at = `${packages.url}/${kind}/${version}`;
		const url = kind === 'deb' ? `${at}/dists/stable/InRelease` : at;
		const wanted = `${at}, signed by the pinned key`;
		const how = {apt: byApt, dnf: byDnf, yum: byCurl}[packageManager];
		const {code, stdout} = await context.exec(how(url));
		if (code === 0) {
			const findings = await keyFindings(context, at, packages.key, wanted);
			return findings.length > 0 ? findings : ok(at, wanted);
		}
		const reason = reasonIn(stdout, code);
		return [
			{
				state: 'failed',
				found: reason,
				wanted,
				what: `${context.host.name} does not get at the packages of ${at}: ${reason}`,
				fix: `Give ${packageManager} its proxy or the host a way there, or name a mirror: platform.packages.url. See`,
				run: packageManager === 'apt' ? 'apt-config dump | grep -i proxy' : 'grep -i proxy /etc/dnf/dnf.conf /etc/yum.conf',
			},
		];
	});
}

async function keyFindings(context: Context, at: string, pinned: string, wanted: string): Promise<readonly Finding[]> {
	const {fingerprint, file} = keySource(pinned);
	// What the operator gave is not fetched.
	if (file !== undefined) return [];
	try {
		await fetchKey(context, `${at}/archive.key`, fingerprint);
		return [];
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		const {message, hint} = error;
		return [{state: 'failed', found: message, wanted, what: message, ...(hint === undefined ? {} : {fix: hint})}];
	}
}
