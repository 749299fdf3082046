import type {Entry} from '../../host/diagnosis/entry.ts';

/** What systemd says of a unit that it does not start, or that has ended. */
export const unitEntries: readonly Entry[] = [
	{
		id: 'unit-user',
		cause: 'the user or group that the unit names does not exist on the host',
		says: 'status=217/USER',
		patterns: [/status=21[67]\/(?:USER|GROUP)|Failed at step (?:USER|GROUP) spawning/],
		fixes: ['Apply again: the platform stage makes the user. If another tool removes it, end that first.'],
	},
	{
		id: 'unit-program',
		cause: 'the program that the unit starts is not there or may not be run',
		says: 'status=203/EXEC',
		patterns: [/status=203\/EXEC|Failed at step EXEC spawning/],
		fixes: [
			'Look at it: systemctl cat UNIT, and ls -l of what ExecStart names; a mount with noexec refuses it too. Apply again to install what is missing.',
		],
	},
	{
		id: 'unit-directory',
		cause: 'a directory that the unit names is not there, or cannot be made',
		says: 'status=200/CHDIR',
		patterns: [
			/status=(?:200\/CHDIR|233\/RUNTIME_DIRECTORY|238\/STATE_DIRECTORY|239\/CACHE_DIRECTORY|240\/LOGS_DIRECTORY|241\/CONFIGURATION_DIRECTORY)|Failed at step (?:CHDIR|\w+_DIRECTORY) spawning|Failed to set up special execution directory in (\S+): /,
		],
		fixes: [
			'See WorkingDirectory, CacheDirectory and the like in the unit and its drop-ins (systemctl cat UNIT). Make the directory for the user of the service; where a file has its name, move that elsewhere.',
		],
	},
	{
		id: 'unit-limits',
		cause: 'the unit asks for a higher limit than this host lets it have',
		says: 'status=205/LIMITS',
		patterns: [/status=205\/LIMITS|Failed at step LIMITS spawning|Failed to adjust resource limit/],
		fixes: [
			'See the Limit settings of the unit and its drop-ins (systemctl cat UNIT), and what may be had: fs.nr_open for open files. A container may have no more than its own limits: raise them there.',
		],
	},
	{
		id: 'unit-environment',
		cause: 'the file with environment variables that the unit names is not there, or cannot be read',
		says: 'Failed to load environment files',
		patterns: [/Failed to load environment files: /],
		fixes: [
			'See EnvironmentFile in a drop-in (systemctl cat UNIT): bring that file, or put a minus before its path, with which the service starts without it.',
		],
	},
	{
		id: 'unit-missing',
		cause: 'systemd knows no such unit on the host',
		says: 'not found.',
		patterns: [/Unit (\S{1,255}) (?:not found\.|could not be found)/],
		named: ([, unit]) => `systemd knows no such unit on the host: ${unit}`,
		fixes: [
			'Apply again: the platform stage installs it. A unit file that was put there by hand is known after: systemctl daemon-reload. The unit of a package has the name that the package gives it: systemctl list-unit-files.',
		],
	},
	{
		id: 'unit-masked',
		cause: 'the unit is masked: it may not be started on this host',
		says: 'is masked.',
		patterns: [/Unit (\S+) is masked\./],
		named: ([, unit]) => `the unit is masked, it may not be started on this host: ${unit}`,
		fixes: [
			'Somebody or another tool did that, to keep it from starting: ask why. Then: systemctl unmask UNIT, and apply again.',
		],
	},
	{
		id: 'unit-setting',
		cause: 'systemd refuses the unit or one of its drop-ins',
		says: 'has a bad unit file setting',
		patterns: [/Unit (\S+) has a bad unit file setting\./],
		fixes: ['systemd-analyze verify UNIT says which line; a drop-in below /etc/systemd/system/UNIT.d is the likeliest.'],
	},
	{
		id: 'unit-timeout',
		cause: 'it did not start, or did not stop, in the time that systemd gives it',
		symptom: true,
		// What took too long is killed, and that is told first.
		explains: ['killed'],
		says: "Failed with result 'timeout'",
		patterns: [/Failed with result 'timeout'|\bstart operation timed out\. |\bState '[\w-]{1,60}' timed out\. /],
		fixes: [
			'See in its log what it waits for: journalctl -u UNIT -n 200. TimeoutStartSec and TimeoutStopSec may be shortened by a drop-in (systemctl cat UNIT); a broker with much data needs minutes to stop.',
		],
	},
	{
		id: 'unit-confinement',
		cause: 'a directory that the unit may use does not exist on the host',
		says: 'status=226/NAMESPACE',
		patterns: [/status=226\/NAMESPACE|Failed at step NAMESPACE spawning|Failed to set up mount namespacing/],
		fixes: [
			'Mount the disk or make the directory that ReadWritePaths of the unit names (systemctl cat UNIT), then apply again. In a container, namespaces may be forbidden.',
		],
	},
	{
		id: 'unit-dependency',
		cause: 'a mount or unit that the service needs did not come up',
		says: 'Dependency failed for',
		patterns: [/Dependency failed for (\S.{0,100})/],
		fixes: [
			'See which: systemctl list-units --failed, and mount. The service waits for the mounts of its data directories, so that it does not begin with an empty disk.',
		],
	},
	{
		id: 'unit-looping',
		cause: 'systemd has given up starting it: it ended too often in a short time',
		symptom: true,
		says: 'Start request repeated too quickly',
		patterns: [/Start request repeated too quickly|start-limit-hit/],
		fixes: [
			'The cause stands in its log before that: journalctl -u UNIT -n 200. Then: systemctl reset-failed UNIT, and apply again.',
		],
	},
	{
		id: 'ended-by-signal',
		cause: 'it was stopped from outside, by SIGTERM',
		symptom: true,
		says: 'status=143',
		patterns: [/Main process exited, code=exited, status=143/],
		fixes: ['Somebody or something on the host stopped it while it started: see journalctl around that time, then apply again.'],
	},
];
