import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import type {Cluster} from '../../cluster/cluster.ts';
import {type Command, sh} from '../../core/command.ts';
import {maskedLog} from '../../core/masked.ts';
import type {Context} from '../../core/plan.ts';
import {remoteWords} from '../../core/text.ts';
import {javaHome} from '../platform/layout.ts';
import type {Plugin} from '../roles/connect/artifacts/plugin.ts';
import {zipEntries} from '../roles/connect/artifacts/zip-entries.ts';
import {driverFile} from '../roles/connect/files.ts';
import {packageFile} from '../templates.ts';
import {type Answer, readAnswer} from './answer.ts';
import type {Drivers} from './judge.ts';
import {type Login, requestOf} from './request.ts';

const className = 'DatabaseCheck';
const service = 'META-INF/services/java.sql.Driver';

/** The folder is for one account alone, which no service and no person has: a driver is a stranger's code, and gets no more than this. */
const folderName = '/run/kafka-setup-database';

/** What a host has for the look: the program that is Java, its own drivers, and whether it has ours already. */
type Means = {readonly java: string; readonly jars: readonly string[]; readonly sum: string | undefined};

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

const lookFor = (cluster: Cluster, {jars}: Plugin): Command => {
	const home = javaHome(cluster);
	return sh`java=$(command -v ${home === undefined ? 'java' : `${home}/bin/java`}) && command -v setpriv >/dev/null || { echo none; exit 0; }
echo "java $java"
sum=$(sha256sum 2>/dev/null <${driverFile(jars)}) && echo "driver \${sum%% *}"
for jar in ${jars}/*.jar; do [ ! -f "$jar" ] || { echo jars; break; }; done`;
};

function meansIn(stdout: string, {jars}: Plugin): Means | undefined {
	const java = /^java (\/[\w./+@:-]+)$/m.exec(stdout)?.[1];
	if (java === undefined) return undefined;
	return {java, jars: /^jars$/m.test(stdout) ? [`${jars}/*`] : [], sum: /^driver ([0-9a-f]{64})$/m.exec(stdout)?.[1]};
}

/** Those jars of a plug-in of this machine that have a driver in them. */
const driversOf = ({upload}: Plugin): readonly Uint8Array[] =>
	[...(upload?.files ?? [])].flatMap(([name, content]) =>
		name.endsWith('.jar') && zipEntries(content).some(entry => entry.name === service) ? [content] : [],
	);

/** Puts the program, and what it lacks, into a folder of its own. @returns the folder, and the account that it is for */
async function putFiles(context: Context, files: readonly Uint8Array[]): Promise<{folder: string; account: string} | undefined> {
	const names = files.map((_, index) => (index === 0 ? `${className}.class` : `${index}.jar`));
	const parts = files.map((content, index) => sh`head -c ${content.length} >"$folder"/${names[index]!} || exit`);
	const all = Buffer.concat(files);
	const script = sh`umask 022
find /run -maxdepth 1 -name ${`${basename(folderName)}.*`} -mmin +2 -exec rm -rf -- {} + 2>/dev/null
folder=$(mktemp -d ${folderName}.XXXXXX) || exit
trap 'code=$?; [ $code = 0 ] || rm -rf -- "$folder"; exit $code' EXIT
${parts.reduce((before, one) => sh`${before}\n${one}`)}
[ "$(cd -- "$folder" && cat -- ${names} | sha256sum)" = ${`${sha256(all)}  -`} ] || exit
for try in {1..50}; do
	account=$((61184 + RANDOM % 4000))
	getent passwd "$account" >/dev/null || getent group "$account" >/dev/null || break
done
chown "$account:$account" -- "$folder" && chmod 0700 -- "$folder" || exit
echo "put $folder $account"`;
	const {stdout} = await context.exec(script, {
		input: all,
		...(files.length > 1 ? {onSent: (bytes: number) => context.progress(bytes, all.length)} : {}),
	});
	const [, folder, account] = /^put (\/run\/kafka-setup-database\.\w{6}) (\d{5})$/m.exec(stdout) ?? [];
	return folder === undefined || account === undefined ? undefined : {folder, account};
}

export type Looked =
	| {readonly answer: Answer; readonly drivers: Drivers}
	/** Why there was no look. `java`: there is none yet. */
	| {readonly why: string; readonly lacks?: 'java' | 'driver'};

/** Logs in to the databases of a worker's sources from its host, once each, and looks at their tables. */
export async function lookAtDatabases(
	context: Context,
	cluster: Cluster,
	plugin: Plugin,
	logins: () => Promise<readonly Login[]>,
): Promise<Looked> {
	const {driver} = cluster.connect;
	const means = meansIn((await context.exec(lookFor(cluster, plugin))).stdout, plugin);
	if (means === undefined) return {why: 'no Java yet', lacks: 'java'};
	const own = driver === undefined ? undefined : readFileSync(driver);
	const isThere = own !== undefined && means.sum === sha256(own);
	const bundled = means.jars.length > 0 ? [] : driversOf(plugin);
	const sent = [...(own === undefined || isThere ? [] : [own]), ...bundled];
	if (own === undefined && sent.length + means.jars.length === 0) {
		if (plugin.upload === undefined) return {why: 'the plug-in, which may bring the driver, is not there yet', lacks: 'driver'};
	}
	const put = await putFiles(context, [packageFile(`${className}.class`), ...sent]);
	if (put === undefined) return {why: 'the program that looks could not be put there'};
	const {folder, account} = put;
	const path = [folder, ...sent.map((_, index) => `${folder}/${index + 1}.jar`), ...means.jars].join(':');
	const {stdout, stderr} = await context.exec(
		sh`folder=${folder}; trap 'rm -rf -- "$folder"' EXIT; cd / && ulimit -c 0 && timeout -k 5 60 setpriv --reuid ${account} --regid ${account} --clear-groups --no-new-privs env -i PATH=/usr/bin:/bin LC_ALL=C ${means.java} -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Djava.io.tmpdir=${folder} -Duser.home=${folder} -cp ${path} ${className}`,
		{input: requestOf(await logins()), calledAs: 'the look at the database'},
	);
	const answer = readAnswer(stdout);
	if (answer === undefined) {
		const [first = ''] = stderr.split('\n').filter(line => line.trim() !== '');
		return {why: `the program that looks gave no answer${first === '' ? '' : `: ${remoteWords(maskedLog(first))}`}`};
	}
	const all = means.jars.length > 0 || plugin.upload !== undefined;
	return {answer, drivers: {given: driver === undefined ? undefined : basename(driver), all}};
}
