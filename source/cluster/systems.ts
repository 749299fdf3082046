import type {Facts} from '../core/facts.ts';
import type {PlatformVersion} from './versions.ts';

/** The majors of Java that a system has packages of, from this release on. The newest release comes first. */
type Javas = readonly (readonly [release: number, majors: readonly number[]])[];

const debian: Javas = [
	[13, [21, 25]],
	[12, [17]],
	[11, [11, 17]],
	[10, [11]],
	[9, [8]],
];
const enterpriseLinux: Javas = [
	[10, [21]],
	[8, [11, 17, 21]],
];

/** By `ID` of os-release; from the package lists of each. What is not here, such as Ubuntu, has each that is preferred. */
const javasOf: ReadonlyMap<string, Javas> = new Map(
	Object.entries({
		debian,
		rhel: enterpriseLinux,
		centos: enterpriseLinux,
		rocky: enterpriseLinux,
		almalinux: enterpriseLinux,
		ol: enterpriseLinux,
		amzn: [[2023, [11, 17, 21]]] satisfies Javas,
	}),
);

type System = Pick<Facts, 'osId' | 'osVersion' | 'packageManager'>;

/** The majors of Java that the system of a host is known to have; undefined if nothing is known. */
export const javasOn = ({osId, osVersion}: System): readonly number[] | undefined =>
	javasOf.get(osId)?.find(([release]) => Number.parseInt(osVersion, 10) >= release)?.[1];

function packageOf({osId, packageManager}: System, major: number): string {
	if (packageManager === 'apt') return `openjdk-${major}-jre-headless`;
	return osId === 'amzn' ? `java-${major}-amazon-corretto-headless` : `java-${major}-openjdk-headless`;
}

/** The package of Java that a host gets: of the preferred major, or of the next one that its system has; undefined if none fits. */
export function javaPackageOn(system: System, {oldest, newest, preferred}: PlatformVersion['java']): string | undefined {
	const fitting = (javasOn(system) ?? [preferred]).filter(major => major >= oldest && major <= newest);
	const major = fitting.find(one => one >= preferred) ?? fitting.at(-1);
	return major === undefined ? undefined : packageOf(system, major);
}
