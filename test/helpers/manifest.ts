import {lab} from './lab.ts';

const packages = ['confluent-kafka', 'confluent-schema-registry', 'openjdk-17-jre-headless'];
const units = [
	'confluent-zookeeper',
	'confluent-kcontroller',
	'confluent-kafka',
	'confluent-schema-registry',
	'kafka-connect-standalone',
];

/** What an install leaves on a host, but for its data, its logs and the login that it draws; and how often what is done once was done. */
const script = `export LC_ALL=C
for path in /etc/kafka /etc/kafka-connect-jdbc /etc/schema-registry /etc/systemd/system /etc/sysctl.d /etc/security/limits.d \\
	/etc/apt /etc/yum.repos.d /usr/share/java /usr/share/confluent-hub-components; do
	[ -e "$path" ] || continue
	find "$path" -printf '%y %m %u:%g %p %l\\n'
	find "$path" -type f ! -name rest.login ! -name rest.curl -exec sha256sum {} +
done | sort -k 4
for path in /var/lib/kafka /var/lib/kafka/data /var/lib/kafka/controller /var/lib/zookeeper /var/lib/zookeeper/myid /var/lib/kafka-connect; do
	[ -e "$path" ] && stat -c '%F %a %U:%G %n' "$path"
done
[ ! -e /var/lib/zookeeper/myid ] || cat /var/lib/zookeeper/myid
for data in controller data; do
	[ ! -e "/var/lib/kafka/$data" ] || sed -n '/^version=\\|^broker.id=\\|^node.id=/p' "/var/lib/kafka/$data/meta.properties"
done
echo "formats of storage: $(journalctl -o cat --no-pager -u 'kafka-setup-format-*' | grep -c '^Started ')"
for unit in ${units.join(' ')}; do
	systemctl show -p Id,ActiveState,SubState,UnitFileState,NRestarts,NeedDaemonReload "$unit" | sort
	echo "starts of $unit: $(journalctl -o cat --no-pager -u "$unit" | grep -c '^Started ')"
done
dpkg-query -W -f '\${Package} \${Version} \${Status}\\n' | sort
for package in ${packages.join(' ')}; do
	echo "installs of $package: $(grep -cE " (install|upgrade) $package[: ]" /var/log/dpkg.log)"
done
find / -xdev \\( -name '*.kafka-setup.??????' -o -name '*.new.[0-9]*' -path '/run/kafka-setup/*' \\)
systemctl list-units --all --no-legend 'kafka-setup-*.service'
true`;

/** A text of all hosts, the same for two installs that came to the same. */
export async function manifest(hosts: readonly string[]): Promise<string> {
	const texts = await Promise.all(hosts.map(async host => `== ${host}\n${(await lab('exec', host, script)).stdout}`));
	const first = hosts[0]!;
	const topics = await lab('exec', first, `kafka-topics --bootstrap-server ${first}:9092 --list | sort`);
	const ids = hosts.map(host => lab('exec', host, "sed -n 's/^cluster.id=//p' /var/lib/kafka/data/meta.properties"));
	const clusters = new Set((await Promise.all(ids)).map(({stdout}) => stdout.trim()));
	return [...texts, '== topics', topics.stdout, `clusters: ${clusters.size}`].join('\n');
}
