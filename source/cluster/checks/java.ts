import type {View} from '../file/view.ts';
import {versions} from '../versions.ts';
import {platformVersion} from './platform-version.ts';

/** The major that the name of a package tells: `openjdk-17-jre-headless`, `java-21-openjdk`, `temurin-25-jre`; undefined if it tells none. */
export function majorIn(packageName: string): number | undefined {
	const found = /(?:^|[^a-z])(?:openjdk|java|jdk|jre|temurin|corretto|zulu)[a-z]*-?(?:1\.(?=8))?(\d{1,2})(?:[^0-9]|$)/.exec(
		packageName,
	)?.[1];
	return found === undefined ? undefined : Number(found);
}

/** A Java on which this version of the platform does not run. */
export function checkJava(view: View): void {
	const path = ['platform', 'javaPackage'];
	const name = view.text(path);
	const major = name === undefined ? undefined : majorIn(name);
	const version = platformVersion(view);
	const java = versions[version ?? '']?.java;
	if (major === undefined || java === undefined || (major >= java.oldest && major <= java.newest)) return;
	view.report(
		path,
		`${name} is Java ${major}, and Confluent Platform ${version} runs on ${java.oldest} to ${java.newest}`,
		`leave the key out to get Java ${java.preferred}, or the next one that a host has, or name a package of Java ${java.oldest} to ${java.newest}`,
	);
}
