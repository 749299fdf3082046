import type {Cluster} from '../../cluster/cluster.ts';
import {versionOf} from '../../cluster/versions.ts';
import {rawCommand, sh} from '../../core/command.ts';
import {remoteWords} from '../../core/text.ts';
import {tellScript, told} from '../../host/told.ts';
import {javaPackage} from '../java-package.ts';
import {javaMajor} from '../platform/java-major.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';

/** The path of the default Java, links followed, and the line of its version. It starts a Java program. */
const question = sh`${tellScript}
${rawCommand(`if java=$(command -v java); then
	tell path "$(readlink -f -- "$java")"
	tell version "$(LC_ALL=C timeout 20 java -version 2>&1 | grep -m 1 ' version "')"
fi`)}`;

/** The Java that a shell finds: packages bring theirs beside it, and do not become the default where one was chosen by hand. */
export function java(cluster: Cluster): HostCheck {
	return hostCheck('java', async context => {
		const {oldest, newest} = versionOf(cluster).java;
		const wanted = `Java ${oldest} to ${newest}`;
		if (cluster.platform.java !== undefined) return ok('comes from the archive', wanted);
		const comes = javaPackage(cluster, context.facts) ?? 'none that fits';
		const answer = told((await context.exec(question)).stdout);
		const path = answer.get('path');
		if (path === undefined) return ok(`none; apply installs ${comes}`, wanted);
		const major = javaMajor(answer.get('version') ?? '');
		const text = `Java ${major ?? 'of an unknown version'} (${remoteWords(path)})`;
		if (major !== undefined && major >= oldest && major <= newest) return ok(text, wanted);
		return [
			{
				state: 'warning',
				found: text,
				wanted,
				what: `${context.host.name} has ${text}, and this platform runs on ${oldest} to ${newest}`,
				fix: `apply installs ${comes} beside it. If the other one stays the default, choose`,
				run: `${context.facts.packageManager === 'apt' ? 'update-alternatives' : 'alternatives'} --config java`,
			},
		];
	});
}
