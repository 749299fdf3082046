import type {Entry} from './entry.ts';

/** What the C library says (in the C locale), through whichever program or virtual machine, of disks and limits. */
export const systemEntries: readonly Entry[] = [
	{
		id: 'disk-full',
		cause: 'no space left on the device',
		says: 'No space left on device',
		patterns: [/No space left on device/i],
		fixes: [
			'Free space or inodes there (df -h, df -i), then run it again. Do not delete files of a data directory: lower the retention of a topic, or enlarge the disk.',
		],
	},
	{
		id: 'disk-quota',
		cause: 'the disk quota is used up',
		says: 'Disk quota exceeded',
		patterns: [/Disk quota exceeded/i],
		fixes: ['Raise the quota or free space, then run it again.'],
	},
	{
		id: 'read-only-file-system',
		cause: 'the file system is read-only',
		says: 'Read-only file system',
		patterns: [/Read-only file system/i],
		fixes: ['Look why it is mounted read-only (mount, dmesg: often a disk error), remount it, then run it again.'],
	},
	{
		id: 'disk-error',
		cause: 'the disk reports an input/output error',
		says: 'Input/output error',
		patterns: [/Input\/output error/i],
		fixes: ['Look at dmesg on the host: the disk may be failing.'],
	},
	{
		id: 'stale-mount',
		cause: 'the server of a network file system does not know a file any more: its mount is stale',
		says: 'Stale file handle',
		patterns: [/Stale (?:NFS )?file handle/i],
		fixes: [
			'Look which mount it is (findmnt -T FILE) and whether its server has exported another disk or an older copy. Mount it anew, with the service stopped, then start it. A broker belongs on disks of its own: Kafka is not made for NFS.',
		],
	},
	{
		id: 'too-many-open-files',
		cause: 'too many files are open',
		says: 'Too many open files',
		patterns: [/Too many open files/i],
		fixes: [
			'Of a service: look at its limit (systemctl show -p LimitNOFILE UNIT); a drop-in of yours may lower it. Kafka needs 100000 or more.',
			'Of a command: raise the limit (ulimit -n) for root on the host, then run it again.',
		],
	},
];
