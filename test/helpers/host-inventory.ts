import {lab} from './lab.ts';

/** Where an install writes, and what it makes there that stays in a package's name; each as a line. */
const script = `export LC_ALL=C
for path in /etc /usr/bin /usr/share/java /usr/share/confluent-hub-components /lib/systemd/system /usr/lib/systemd/system \\
	/var/lib/kafka /var/lib/zookeeper /var/lib/kafka-connect /var/lib/kafka-setup /var/cache/kafka-setup /var/log/kafka /var/log/confluent /opt /srv \
	/usr/local/bin /usr/local/share; do
	[ -e "$path" ] || continue
	find -H "$path" ! -type f -printf '%y %m %u:%g %p %l\\n'
	find -H "$path" -type f -printf 'f %m %u:%g ' -exec sha256sum {} \\;
done
if command -v dpkg-query >/dev/null; then dpkg-query -W -f 'package \${Package} \${Version} \${Status}\\n'; else rpm -qa | sed 's/^/package /'; fi
getent passwd | sed 's/^/user /'; getent group | sed 's/^/group /'
systemctl list-unit-files --no-legend | awk '{print "unit", $1, $2}'
ss -Hltn | awk '{sub(/.*:/, "", $4); print "port", $4}' | sort -u`;

/** All that there is on a host where an install works, a line each. */
export async function inventoryOf(host: string): Promise<ReadonlySet<string>> {
	const {stdout} = await lab('exec', host, script);
	return new Set(stdout.split('\n').filter(Boolean));
}

/** What has come and what is gone since, without what `expected` fits; sorted. */
export function differences(
	before: ReadonlySet<string>,
	after: ReadonlySet<string>,
	...expected: readonly RegExp[]
): readonly string[] {
	const come = [...after].filter(line => !before.has(line)).map(line => `+ ${line}`);
	const gone = [...before].filter(line => !after.has(line)).map(line => `- ${line}`);
	return [...come, ...gone].filter(line => !expected.some(pattern => pattern.test(line))).sort();
}
