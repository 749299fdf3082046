import {type Cluster, servicesOf} from '../../cluster/cluster.ts';
import {sh} from '../../core/command.ts';
import type {Host} from '../../core/inventory.ts';
import {logConfigurationPath} from '../logs/configuration.ts';
import {type LogSpace, logSpaceOf} from '../logs/space.ts';
import {freeSpace, type Mount} from './free-space.ts';
import {type Finding, type HostCheck, hostCheck, ok} from './host-check.ts';

/** Rounded up: it is a bound. */
const gigabytes = (bytes: number) => `${(Math.ceil(bytes / 1e8) / 10).toFixed(1)} GB`;

const listed = (words: readonly string[]) =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Bash that prints `new` where one of the configurations is not there yet, and then the logs of packages that no later log takes the place of. */
const news = (configurations: readonly string[], directories: readonly string[]) => sh`new=
for path in ${configurations}; do [ -e "$path" ] || new=new; done
if [ "$new" ]; then
	echo new
	find -H ${directories} -maxdepth 1 -type f -name '*.log.[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' -printf '%s %h\\n' 2>/dev/null |
		awk '{ count[$2]++; bytes[$2] += $1 } END { for (one in count) print "by day", count[one], bytes[one], one }'
fi`;

/** The file systems that have less room than the logs in them can take. */
function tooSmall(spaces: readonly LogSpace[], mounts: readonly Mount[]): readonly (Mount & {readonly bytes: number})[] {
	return [...new Map(mounts.map(one => [one.mount, one])).values()].flatMap(one => {
		const there = spaces.filter((_, index) => mounts[index]?.mount === one.mount);
		const bytes = there.reduce((sum, space) => sum + space.bytes, 0);
		return one.freeMb * 1024 * 1024 < bytes ? [{...one, bytes}] : [];
	});
}

/**
 * How much disk the logs of a host can take. It is said until the services log with our configuration, and with it whether
 * there is room: what they have written since is no longer free.
 */
export function logSpace(cluster: Cluster, host: Host): readonly HostCheck[] {
	const roles = servicesOf(cluster, host.name);
	const spaces = logSpaceOf(cluster, host.name);
	const directories = spaces.map(({directory}) => directory);
	const total = spaces.reduce((sum, {bytes}) => sum + bytes, 0);
	const configurations = roles.map(({id}) => logConfigurationPath(cluster, id));
	const check = hostCheck('log-space', async context => {
		for (const space of spaces) context.report({kind: 'log-space', host: host.name, ...space});
		const {said, mounts} = await freeSpace(context, directories, news(configurations, directories));
		const wanted = `${gigabytes(total)} for ${listed(directories)}`;
		if (!said.startsWith('new\n')) return ok('the services log with the bounds of kafka-setup', wanted);
		context.note(`logs of ${listed(roles.map(({title}) => title))}: at most ${gigabytes(total)} in ${listed(directories)}`);
		const small = tooSmall(spaces, mounts).map(({mount, freeMb, bytes}): Finding => {
			const what = `${host.name}:${mount} has ${freeMb} MiB of free space, and its logs can take ${gigabytes(bytes)}`;
			return {
				state: 'warning',
				found: `${mount} ${freeMb} MiB free`,
				wanted: `${gigabytes(bytes)} there`,
				what,
				fix: 'Give it more room.',
			};
		});
		const old = [...said.matchAll(/^by day (\d+) (\d+) (\/.*)$/gm)].map(([, count, bytes, directory]): Finding => {
			const found = `${directory} holds ${count} logs that were rolled by day (${gigabytes(Number(bytes))})`;
			const fix = 'Remove those that are not needed: nothing deletes them.';
			const what = `${host.name}:${found}: nothing deletes them, so remove those that are not needed`;
			return {state: 'warning', found, wanted: 'logs that are rolled at a size', what, fix, todo: true};
		});
		return small.length + old.length > 0 ? [...small, ...old] : ok('there is room', wanted);
	});
	return roles.length === 0 ? [] : [check];
}
