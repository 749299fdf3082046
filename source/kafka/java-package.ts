import type {Cluster} from '../cluster/cluster.ts';
import {javaPackageOn, javasOn} from '../cluster/systems.ts';
import {versionOf} from '../cluster/versions.ts';
import type {Facts} from '../core/facts.ts';

/** The package that brings Java to a host: the file's, or what its system has. */
export const javaPackage = ({platform}: Cluster, facts: Facts): string | undefined =>
	platform.javaPackage ?? javaPackageOn(facts, versionOf({platform}).java);

/** Why a host has no package of a Java that fits, and what to do. */
export function noJava({platform}: Cluster, host: string, facts: Facts): {readonly what: string; readonly reason: string} {
	const {oldest, newest} = versionOf({platform}).java;
	const {source, version} = platform;
	const product = source === undefined ? `Confluent Platform ${version}` : `Kafka ${source.kafka}`;
	return {
		what: `${host} runs ${facts.osName}, which has Java ${(javasOn(facts) ?? []).join(' and ')}, and ${product} runs on ${oldest} to ${newest}`,
		reason: 'Take a newer release of the system, or name the package of another source that the host has: platform.javaPackage.',
	};
}
