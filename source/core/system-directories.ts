/** Where our units have their temporary files, which go at each start. */
export const unitCaches = '/var/cache/kafka-setup';

/** Emptied at boot, by age, or no disk at all. */
export const fleetingDirectories: readonly string[] = [
	'/tmp',
	'/var/tmp',
	'/run',
	'/var/run',
	'/var/lock',
	'/dev',
	'/proc',
	'/sys',
	unitCaches,
];

/** Directories of every Linux: whoever owns one of them owns the host. */
export const systemDirectories: readonly string[] = (
	'/ /bin /boot /etc /home /lib /lib64 /media /mnt /opt /root /sbin /srv /usr /var ' +
	'/var/cache /var/lib /var/log /var/spool /usr/bin /usr/lib /usr/local /usr/sbin /usr/share'
).split(' ');

/** Whether a normal path is a directory or lies in it. */
export function within(path: string, parent: string): boolean {
	return path === parent || path.startsWith(`${parent}/`);
}
