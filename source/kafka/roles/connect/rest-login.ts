import {randomBytes} from 'node:crypto';
import {dirname} from 'node:path/posix';
import type {Cluster} from '../../../cluster/cluster.ts';
import {type Command, sh} from '../../../core/command.ts';
import {StepError} from '../../../core/errors.ts';
import type {ConvergeStep} from '../../../core/plan.ts';
import {Secret} from '../../../core/secret.ts';
import {put, putPrinted} from '../../../host/files/put.ts';
import type {Ownership} from '../../../host/inspect.ts';
import {directCurl} from '../../../host/shell.ts';
import {distributionOf, unitOf} from '../../distribution.ts';
import {dropInPath} from '../../drop-in.ts';
import {overriding} from '../../overriding.ts';
import {serviceSettings} from '../../service-settings.ts';
import {sourcesDir} from './files.ts';

/**
 * Whoever may ask a worker's REST interface gets every password that its connectors can read: `validate` gives the value of
 * each reference back. So it asks for a login, which is drawn for each host, and which root and the worker alone can read.
 */
const user = 'kafka-setup';
/** What the worker compares a login with: `USER=PASSWORD`. */
export const loginFile = `${sourcesDir}/rest.login`;
/** What curl logs in with (curl's manual, `--config`). */
const curlFile = `${sourcesDir}/rest.curl`;
export const jaasFile = `${sourcesDir}/rest.jaas`;

/** A question to the REST interface, as an operator types it, and as it is asked. */
export type Asked = {readonly as: string; readonly command: Command};

/** 127.0.0.1, of IPv4 and as Java has it, of IPv6: as the kernel writes it (proc(5), net/tcp), the order of the bytes is that of the machine. Without `{16}`, which mawk does not know. */
const loopback = `^(${'0'.repeat(16)}(FFFF0000|0000FFFF))?(0100007F|7F000001):`;

/**
 * Bash that ends with 0 where the worker's account, and it alone, takes what comes to its port: while no worker listens, any account may,
 * and would be sent the login. The worker binds 127.0.0.1, and the kernel gives a connection to who is bound to its very address, so
 * that whoever listens on all addresses, which any account may beside it on `::`, takes none of them; and nobody but the worker's
 * account can share that address with it (SO_REUSEPORT asks for the same effective user).
 */
function isWorkers(cluster: Cluster): Command {
	const port = cluster.connect.restPort.toString(16).toUpperCase().padStart(4, '0');
	const said = `port ${cluster.connect.restPort} is not the worker's: nobody listens on it, or another account`;
	return sh`{ cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v at=${`${loopback}${port}$`} -v uid="$(id -u -- ${distributionOf(cluster).users.connect})" ${'$4 == "0A" && $2 ~ at { all++; own += $8 == uid } END { exit !(all && all == own) }'} ||
	{ echo ${said} >&2; false; }; }`;
}

/** curl with its login, as root; nobody but the worker gets it. */
export const restCurl = (cluster: Cluster, options: Command, url: Command): Asked => {
	const curl = directCurl(sh`${options} -K ${curlFile}`, url);
	return {as: curl.text, command: sh`${isWorkers(cluster)} && ${curl}`};
};

/** The class that Kafka brings for it (KIP-285), and the option by which the worker's JVM finds its login. */
export const restExtension = 'org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension';
export const loginOption = `-Djava.security.auth.login.config=${jaasFile}`;

/** Where the worker's logins are: a file of the Java Authentication and Authorization Service. */
export const jaasStep = (cluster: Cluster) =>
	serviceSettings(cluster, 'connect', {
		id: 'rest-jaas',
		title: 'Where the logins of its REST interface are',
		path: jaasFile,
		content: `// Written by kafka-setup for the cluster ${cluster.name}.
KafkaConnect {
	org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required
	file="${loginFile}";
};
`,
	});

/** Bash that is true where a file has this owner, group and mode and its text, then in `text`, is of this pattern. */
const holds = (path: string, {owner, group, mode}: Required<Ownership>, pattern: string) =>
	sh`kind=$(stat -c '%F %U:%G %a' ${path} 2>/dev/null) && [ "$kind" = ${`regular file ${owner}:${group} ${mode.toString(8)}`} ] &&
	text=$(cat ${path}) pattern=${pattern} && [[ $text =~ $pattern ]]`;

const ofRoot = {owner: 'root', group: 'root', mode: 0o400};
/** For who asks by hand at `localhost`: at its other address there may be anybody. */
const overIpv4 = 'ipv4';
const isDrawn = holds(curlFile, ofRoot, `^${overIpv4}\nuser = "${user}:[A-Za-z0-9_-]+"$`);
/** Prints the login of root's file in the worker's form. */
const forWorker = sh`text=$(cat ${curlFile}) && text=\${text#*\\"} && text=\${text%\\"} && printf '%s\\n' "\${text/:/=}"`;

/** The login of the REST interface, drawn where there is none yet that is well formed and for root alone. */
export function loginStep(cluster: Cluster): ConvergeStep {
	const dropIn = dropInPath(unitOf(cluster, 'connect'));
	return {
		id: 'rest-login',
		title: 'Login of its REST interface',
		async check(context) {
			const [{stdout}, {code}] = await Promise.all([
				context.exec(overriding(dropIn, 'KAFKA_OPTS', loginOption)),
				context.exec(sh`(${isDrawn})`),
			]);
			const other = stdout.trim();
			if (other !== '') {
				throw new StepError(`${dirname(dropIn)}/${other} on ${context.host.name} sets KAFKA_OPTS, in place of ours`, {
					hint: `Connect would not find the login of its REST interface. Add it there, then run it again: ${loginOption}`,
				});
			}
			if (code === 0) return [];
			return [
				{what: `draw a login for the REST interface (${curlFile}, for root alone)`, puts: [{kind: 'file', name: curlFile}]},
			];
		},
		async apply(context) {
			const password = randomBytes(24).toString('base64url');
			await put(context, {path: curlFile, ...ofRoot, content: new Secret(`${overIpv4}\nuser = "${user}:${password}"\n`)});
		},
	};
}

/**
 * What the worker compares that login with. It is made of root's file on the host, in a step of its own: a run that was cut
 * between the two finishes what was drawn, and draws nothing anew.
 */
export function workerLoginStep(cluster: Cluster): ConvergeStep {
	const {users, groups} = distributionOf(cluster);
	const ofWorker = {owner: users.connect, group: groups.connect, mode: 0o400};
	const agrees = sh`${holds(loginFile, ofWorker, `^${user}=`)} && [ "$text" = "$(${forWorker})" ]`;
	return {
		id: 'worker-login',
		title: 'The same login for the worker',
		async check(context) {
			const {code} = await context.exec(sh`(${agrees})`);
			if (code === 0) return [];
			return [{what: `write ${loginFile}, for the worker alone`, puts: [{kind: 'file', name: loginFile}]}];
		},
		apply: context => putPrinted(context, {path: loginFile, ...ofWorker}, forWorker),
	};
}
