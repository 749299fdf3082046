import {isUrl} from '../../cluster/archive.ts';
import type {Cluster} from '../../cluster/cluster.ts';
import {roleIds} from '../../cluster/roles.ts';
import {joined, sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import {remoteWords} from '../../core/text.ts';
import {distributions} from '../distribution.ts';
import {dropInPath} from '../drop-in.ts';
import {currentLink, javaHome, unpackedMark, versionFolder} from '../platform/layout.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';

/** What unpacks, proves, and makes accounts. */
const programs = ['tar', 'gzip', 'sha512sum', 'useradd'];

/** What the hosts fetch, and where it goes. */
const fetchedBy = ({platform}: Cluster) =>
	[
		...(platform.java === undefined ? [] : [{place: platform.java.archive, target: javaHome({platform})!}]),
		...(platform.source === undefined ? [] : [{place: platform.source.archive, target: versionFolder(platform.source.kafka)}]),
	].filter(({place}) => isUrl(place));

const [packages] = distributions;

/** Connect's unit has the same name in all of them. */
const packagedUnits = roleIds.filter(id => id !== 'connect').map(id => packages.units[id]);

/** Whether curl has to be there already: where a package source brings Java, it brings curl too. */
const needsCurl = (cluster: Cluster, {name}: Host) =>
	fetchedBy(cluster).length > 0 || (cluster.platform.java !== undefined && cluster.roles.connect.includes(name));

/** Whether a host can take Kafka from an archive: what it needs for that, and what it has already. */
export function archive(cluster: Cluster, host: Host): readonly HostCheck[] {
	const {source} = cluster.platform;
	if (source === undefined) return [];
	const fetched = fetchedBy(cluster);
	const wanted = [...programs, ...(needsCurl(cluster, host) ? ['curl'] : [])];
	const ask = joined(
		[
			sh`for one in ${wanted}; do command -v "$one" >/dev/null || echo "lacks $one"; done`,
			sh`echo "runs $(readlink -- ${currentLink})"`,
			sh`for one in ${packagedUnits.map(dropInPath)}; do [ ! -e "$one" ] || echo packaged; done`,
			...fetched.map(
				({place, target}, index) =>
					sh`[ -f ${`${target}/${unpackedMark}`} ] || { said=$({ curl -fsSL --connect-timeout 10 -m 30 -r 0-511 -- ${place} | head -c 2 | od -An -tx1; } 2>&1); echo ${`head ${index}`} "$said" | tr '\\n' ' '; echo; }`,
			),
		],
		'\n',
	);
	return [
		hostCheck('archive', async ({exec}) => {
			const lines = (await exec(ask)).stdout.split('\n').map(line => remoteWords(line));
			const of = (word: string) => lines.filter(line => line.startsWith(`${word} `)).map(line => line.slice(word.length + 1));
			const wrong: Finding[] = [];
			const lacks = of('lacks');
			if (lacks.length > 0) {
				const curl = lacks.includes('curl')
					? `. By curl ${fetched.length > 0 ? 'the archive is fetched' : 'Connect is asked how it is'}`
					: '';
				wrong.push({
					state: 'failed',
					found: `no ${lacks.join(', ')}`,
					wanted: wanted.join(', '),
					what: `${host.name} has no ${lacks.join(', ')}`,
					fix: `Install ${lacks.length === 1 ? 'it' : 'them'} on the host, which kafka-setup does not do without a package source${curl}.`,
				});
			}
			const [runs] = of('runs');
			if (runs !== undefined && runs !== '' && runs !== source.kafka) {
				wrong.push({
					state: 'failed',
					found: `Kafka ${runs} in ${currentLink}`,
					wanted: `Kafka ${source.kafka}, or none`,
					what: `${host.name} has Kafka ${runs} in ${currentLink}, and the file names an archive of ${source.kafka}`,
					fix: `An upgrade is not supported yet, and nothing was changed. Name the archive of Kafka ${runs} in platform.source again.`,
				});
			}
			if (lines.includes('packaged')) {
				wrong.push({
					state: 'failed',
					found: "Kafka of Confluent's packages",
					wanted: 'none of them',
					what: `${host.name} has Kafka of Confluent's packages`,
					fix: 'A cluster does not move from packages to an archive. Take platform.source out of the file again.',
				});
			}
			for (const [index, {place}] of fetched.entries()) {
				const said = of('head')
					.find(line => line.startsWith(`${index} `) || line === String(index))
					?.slice(String(index).length)
					.trim();
				if (said === undefined || /(?:^|\s)1f 8b(?:\s|$)/.test(said)) continue;
				const isBytes = /^[0-9a-f]{2} [0-9a-f]{2}(?:\s|$)/.test(said);
				const answer = said.replace(/^curl: /, '');
				wrong.push({
					state: 'failed',
					found: isBytes ? `${place} is no .tar.gz` : `${place}: ${answer}`,
					wanted: `${place} can be fetched`,
					what: isBytes
						? `${place} gives ${host.name} no .tar.gz, but something like a web page`
						: `${host.name} cannot fetch ${place}: ${answer}`,
					fix: `Try ${sh`curl -fLI ${place}`.text} there. Or download the archive here, and name its path in the file: it is uploaded then.`,
				});
			}
			return wrong.length > 0 ? wrong : ok(`${wanted.join(', ')} are there`, wanted.join(', '));
		}),
	];
}
