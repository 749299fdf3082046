import type {Fault} from './fault.ts';

/** A program that listens on a port, as a unit that the fix can stop. */
const listener = (port: number) =>
	`systemd-run -q --unit lab-listener python3 -m http.server ${port} && until (exec 3<>/dev/tcp/localhost/${port}) 2>/dev/null; do sleep 0.2; done`;

/**
 * What a firewall between the hosts does: packets of this kind that leave the host go nowhere. By a rule of routing, for one of
 * nftables would be a firewall of the host itself, which is another matter.
 */
const lost = (packets: string) => `ip rule add priority 100 ipproto tcp ${packets} blackhole`;
const found = 'while ip rule del priority 100 2>/dev/null; do :; done';
const addressOf = (name: string) => `$(getent ahostsv4 ${name} | head -1 | cut -d" " -f1)`;

/** Faults of hosts on which nothing is installed yet: `check` names each before anything is changed. */
export const bareFaults: readonly Fault[] = [
	{
		id: 'no-sudo',
		title: 'the login may not become root',
		cause: 'mkdir -p /root/sudoers && mv /etc/sudoers.d/* /root/sudoers/',
		named: {check: 'login'},
		says: /sudo/,
		fix: 'mv /root/sudoers/* /etc/sudoers.d/',
	},
	{
		id: 'requiretty',
		title: 'sudo wants a terminal',
		cause: "echo 'Defaults requiretty' >/etc/sudoers.d/zz-tty",
		named: {check: 'login'},
		says: /requiretty/,
		tells: /requiretty/,
		fix: 'rm /etc/sudoers.d/zz-tty',
	},
	{
		id: 'key-not-authorized',
		title: 'the host does not know the key',
		cause: 'mv ~admin/.ssh/authorized_keys ~admin/.ssh/was',
		named: {check: 'login'},
		says: /did not let admin in/,
		fix: 'mv ~admin/.ssh/was ~admin/.ssh/authorized_keys',
	},
	{
		id: 'account-expired',
		title: 'the account has expired',
		cause: 'chage -E 1 admin',
		named: {check: 'login'},
		says: /expired|account/i,
		fix: 'chage -E -1 admin',
	},
	{
		id: 'nologin',
		title: 'logins are closed for maintenance',
		cause: 'echo closed >/etc/nologin',
		named: {check: 'login'},
		says: /closed|nologin|log in|login/i,
		fix: 'rm /etc/nologin',
	},
	{
		id: 'no-package-manager',
		title: 'a system without apt, dnf or yum',
		cause: 'mv /usr/bin/apt-get /usr/bin/apt-get.away',
		named: {check: 'system'},
		says: /apt, dnf or yum/,
		fix: 'mv /usr/bin/apt-get.away /usr/bin/apt-get',
	},
	{
		id: 'heap-too-large',
		title: 'the heaps do not fit into the memory',
		file: {kafka: {heap: '900g'}},
		named: {check: 'memory'},
		says: /MiB/,
		tells: /smaller heaps|more memory/,
	},
	{
		id: 'disk-full',
		title: 'no room for the packages',
		// A host with a disk of its own: others share the machine's.
		cause:
			'[ $(df --output=size -BG / | tail -1 | tr -dc 0-9) -lt 9 ] && fallocate -l $(($(df --output=avail -B1 / | tail -1) - 100 * 1024 * 1024)) /var/full',
		named: {check: 'disk'},
		says: /\d MiB free/,
		tells: /du -xh/,
		fix: 'rm /var/full',
	},
	{
		id: 'data-in-memory',
		title: 'the data directory is a tmpfs',
		cause: 'mkdir -p /data && mount -t tmpfs tmpfs /data',
		file: {kafka: {dataDirs: ['/data/kafka']}},
		named: {check: 'data-dirs'},
		says: /tmpfs/,
		tells: /cluster file/,
		fix: 'umount /data && rmdir /data',
	},
	{
		id: 'data-in-tmp',
		title: 'the data directory is below /var/tmp by a link',
		cause: 'mkdir -p /var/tmp/disk && ln -s /var/tmp/disk /data',
		file: {kafka: {dataDirs: ['/data/kafka']}},
		named: {check: 'data-dirs'},
		says: /var\/tmp|\/data\/kafka/,
		fix: 'rm /data',
	},
	{
		id: 'data-at-root-of-mount',
		title: 'the data directory is the root of a mount',
		cause: 'mkdir -p /srv/disk/lost+found /data && mount --bind /srv/disk /data',
		file: {kafka: {dataDirs: ['/data']}},
		named: {check: 'data-dirs'},
		says: /lost\+found/,
		tells: /\/data\/kafka/,
		fix: 'umount /data && rmdir /data',
	},
	{
		id: 'data-read-only',
		title: 'the disk of the data is mounted read-only',
		cause: 'mkdir -p /srv/disk2 /data && mount --bind /srv/disk2 /data && mount -o remount,bind,ro /data',
		file: {kafka: {dataDirs: ['/data/kafka']}},
		named: {check: 'data-dirs'},
		says: /read-only/,
		fix: 'umount /data && rmdir /data',
	},
	{
		id: 'noexec-cache',
		title: '/var/cache is mounted noexec',
		cause: 'mount --bind /var/cache /var/cache && mount -o remount,bind,noexec /var/cache',
		named: {check: 'cache-dir'},
		says: /noexec/,
		tells: /mount -o remount,exec/,
		fix: 'umount /var/cache',
	},
	{
		id: 'foreign-files-in-data',
		title: "somebody else's files lie in the data directory",
		cause: 'mkdir -p /srv/kafka && echo precious >/srv/kafka/notes.txt',
		file: {kafka: {dataDirs: ['/srv/kafka']}},
		named: {check: 'data-dirs'},
		says: /notes\.txt/,
		fix: 'mv /srv/kafka/notes.txt /root/',
	},
	{
		id: 'data-of-another-cluster',
		title: "another cluster's data lies in the data directory",
		cause:
			"mkdir -p /var/lib/kafka/data && printf 'version=1\\ncluster.id=AAAAAAAAAAAAAAAAAAAAAA\\nnode.id=2\\ndirectory.id=BBBBBBBBBBBBBBBBBBBBBA\\n' >/var/lib/kafka/data/meta.properties",
		named: {check: 'settled'},
		says: /AAAAAAAAAAAAAAAAAAAAAA/,
		tells: /mv -- \/var\/lib\/kafka\/data /,
		fix: 'mv -- /var/lib/kafka/data /var/lib/kafka/data.old',
	},
	{
		id: 'cloned-machine-id',
		title: 'two hosts are clones with one machine ID',
		cause: 'cp /etc/machine-id /root/machine-id && echo 11111111111111111111111111111111 >/etc/machine-id',
		host: 'kafka-02 kafka-03',
		named: {check: 'identity'},
		says: /machine ID 1111/,
		tells: /systemd-machine-id-setup/,
		fix: 'cp /root/machine-id /etc/machine-id',
	},
	{
		id: 'name-not-found',
		title: 'a host does not find another one by name',
		cause: "cp /etc/hosts /root/hosts && sed '/kafka-03/d' /root/hosts >/etc/hosts",
		named: {check: 'names'},
		says: /kafka-03 is not found/,
		tells: /\/etc\/hosts/,
		fix: 'cat /root/hosts >/etc/hosts',
	},
	{
		id: 'own-name-on-loopback',
		title: "Debian's 127.0.1.1 for the host's own name",
		cause: 'cp /etc/hosts /root/hosts && { echo "127.0.1.1 kafka-02"; grep -v kafka-02 /root/hosts; } >/etc/hosts',
		named: {check: 'names', state: 'warning'},
		says: /127\.0\.1\.1/,
		fix: 'cat /root/hosts >/etc/hosts',
	},
	{
		id: 'name-leads-astray',
		title: 'the name of one host leads to another one',
		cause:
			'cp /etc/hosts /root/hosts && own=$(getent hosts kafka-01 | cut -d\' \' -f1) && { grep -v kafka-03 /root/hosts; echo "$own kafka-03"; } >/etc/hosts',
		named: {check: 'names'},
		says: /kafka-03/,
		fix: 'cat /root/hosts >/etc/hosts',
	},
	{
		id: 'port-taken',
		title: 'another program has the port of the broker',
		cause: listener(9092),
		named: {check: 'ports'},
		says: /9092/,
		fix: 'systemctl stop lab-listener',
	},
	{
		id: 'privileged-port',
		title: 'a port that only root may listen on',
		file: {kafka: {port: 443}},
		named: {check: 'low-ports'},
		says: /443|1024/,
	},
	{
		id: 'one-way-firewall',
		title: 'one host drops what another one sends to the port of the controllers',
		cause: lost(`to ${addressOf('kafka-01')} sport 9093`),
		host: 'kafka-03',
		named: {check: 'reach', host: 'kafka-01'},
		says: /9093 of kafka-03|kafka-03.*9093/,
		fix: found,
	},
	{
		id: 'port-filtered',
		title: 'nobody reaches the port of one broker',
		cause: lost('sport 9092'),
		named: {check: 'reach', host: 'kafka-01'},
		says: /9092 of kafka-02/,
		fix: found,
	},
	{
		id: 'other-kafka',
		title: 'another Kafka runs there',
		cause: `systemd-run -q --unit lab-other-kafka python3 -c 'import time; time.sleep(1000)' kafka.Kafka /opt/kafka/config/server.properties`,
		named: {check: 'other-kafka', state: 'warning'},
		says: /[Kk]afka/,
		fix: 'systemctl stop lab-other-kafka',
	},
	{
		id: 'java-too-old',
		title: 'the java of the path is too old for Kafka',
		cause: `cat >/usr/local/bin/java <<'END'
#!/bin/sh
echo 'openjdk version "1.8.0_402"' >&2
END
chmod +x /usr/local/bin/java`,
		named: {check: 'java', state: 'warning'},
		says: /1\.8|8/,
		fix: 'rm /usr/local/bin/java',
	},
	{
		id: 'package-source-down',
		title: 'the package source is not reached',
		cause: lost('dport 80'),
		named: {check: 'package-source'},
		says: /packages\.lab/,
		fix: found,
	},
	{
		id: 'package-key-differs',
		title: 'the package source is signed by another key',
		file: {platform: {packages: {key: '0123456789ABCDEF0123456789ABCDEF01234567'}}},
		named: {check: 'package-source'},
		says: /key/,
	},
	{
		id: 'proxy-down',
		title: "apt's proxy does not answer",
		cause: `echo 'Acquire::http::Proxy "http://127.0.0.1:9";' >/etc/apt/apt.conf.d/99proxy`,
		named: {check: 'package-source'},
		says: /proxy|127\.0\.0\.1:9/i,
		fix: 'rm /etc/apt/apt.conf.d/99proxy',
	},
	{
		id: 'package-lock-held',
		title: 'another program installs packages',
		cause: `systemd-run -q --unit lab-lock python3 -c 'import fcntl, time; f = open("/var/lib/dpkg/lock-frontend", "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(600)'
sleep 1`,
		named: {check: 'package-lock', state: 'warning'},
		says: /lock/,
		fix: 'systemctl stop lab-lock',
	},
	{
		id: 'dpkg-interrupted',
		title: 'an installation was cut',
		cause: `mkdir -p /root/half/DEBIAN && printf 'Package: lab-half\\nVersion: 1\\nArchitecture: all\\nMaintainer: lab <lab@packages.lab>\\nDescription: half\\n' >/root/half/DEBIAN/control
dpkg-deb -b /root/half /root/half.deb >/dev/null && dpkg --unpack /root/half.deb >/dev/null`,
		named: {check: 'package-state', state: 'warning'},
		says: /lab-half|interrupted|not configured|half/i,
		tells: /dpkg --configure -a/,
		fix: 'dpkg --configure -a >/dev/null',
	},
	{
		id: 'reboot-pending',
		title: 'the host waits for a reboot',
		cause: 'touch /run/reboot-required',
		named: {check: 'reboot', state: 'warning'},
		says: /reboot|restart/,
		fix: 'rm /run/reboot-required',
	},
	{
		id: 'map-count-low',
		title: 'vm.max_map_count is too low for many partitions',
		cause: 'sysctl -qw vm.max_map_count=1024',
		named: {check: 'max-map-count', state: 'warning'},
		says: /1024/,
		tells: /max_map_count/,
		fix: 'sysctl -qw vm.max_map_count=262144',
		altered: true,
	},
];
