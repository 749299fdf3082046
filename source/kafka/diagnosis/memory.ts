import type {Entry} from '../../host/diagnosis/entry.ts';

const lowerHeap =
	'Lower the heap of this role in the cluster file (such as `kafka.heap: 2g`), or give the host more memory: free -m shows what is available.';

/** Memory of the host, of Java, and what only looks like it. The heap is one of several. */
export const memoryEntries: readonly Entry[] = [
	{
		id: 'max-map-count',
		cause: 'the kernel allows the process no more memory maps (vm.max_map_count)',
		says: 'Map failed',
		patterns: [/(?:IOException|OutOfMemoryError): Map failed/],
		fixes: [
			'Raise it: sysctl -w vm.max_map_count=262144, and apply again, which keeps it in /etc/sysctl.d. A larger heap does not help.',
		],
	},
	{
		id: 'heap-larger-than-memory',
		cause: 'its heap is larger than the memory that is free on the host',
		says: 'There is insufficient memory for the Java Runtime',
		patterns: [
			/insufficient memory for the Java Runtime|Could not reserve enough space for (?:\S+ )?object heap|os::commit_memory\(.*Not enough space|error='(?:Not enough space|Cannot allocate memory)'|Native memory allocation .* failed/,
		],
		fixes: [lowerHeap],
	},
	{
		id: 'killed-for-memory',
		cause: 'the kernel killed it because the host, or its control group, ran out of memory',
		says: 'oom-kill',
		patterns: [/Failed with result 'oom-kill'|killed by the OOM killer|[Oo]ut of memory: Killed process/],
		fixes: [lowerHeap, 'Or move another service away from the host: journalctl -k shows which processes had how much.'],
	},
	{
		id: 'killed',
		cause: 'it was killed (SIGKILL): by the kernel for want of memory, by systemd for a stop that took too long, or by hand',
		symptom: true,
		says: 'code=killed, status=9/KILL',
		patterns: [/Main process exited, code=killed, status=9\/KILL|code=exited, status=137\b|exited with code 137\b/],
		fixes: [`See which: journalctl -k -g 'Killed process', and journalctl -u UNIT. ${lowerHeap}`],
	},
	{
		id: 'native-threads',
		cause: 'the host lets it have no more threads',
		says: 'unable to create native thread',
		patterns: [/unable to create (?:new )?native thread/],
		fixes: [
			'Look at TasksMax and LimitNPROC of the unit (systemctl show), kernel.threads-max and free memory. A larger heap makes it worse.',
		],
	},
	{
		id: 'metaspace',
		cause: 'Java ran out of memory for classes',
		says: 'OutOfMemoryError: Metaspace',
		patterns: [/OutOfMemoryError: (?:Metaspace|Compressed class space)/],
		fixes: [
			'Raise -XX:MaxMetaspaceSize where a drop-in of yours sets it, or take plug-ins that are not needed out of plugin.path.',
		],
	},
	{
		id: 'direct-memory',
		cause: 'Java ran out of direct buffer memory',
		says: 'Cannot reserve',
		patterns: [/OutOfMemoryError: (?:Direct buffer memory|Cannot reserve \d+ bytes of direct buffer)/],
		fixes: [
			'Raise -XX:MaxDirectMemorySize where a drop-in of yours sets it, or the heap of the role, which it follows by default.',
		],
	},
	{
		id: 'plaintext-on-tls-port',
		cause: 'a client without TLS asked a port with TLS (what looks like a want of memory is the answer that it misreads)',
		says: 'The AdminClient thread has exited',
		patterns: [
			/The AdminClient thread has exited|raft-outbound-request-thread|kafka-admin-client-thread/,
			/OutOfMemoryError: Java heap space/,
		],
		fixes: [
			'Give the client its settings (--command-config with security.protocol), or the port without TLS. A larger heap does not help.',
		],
	},
	{
		id: 'heap-too-small',
		cause: 'Java ran out of memory: the heap is too small',
		says: 'OutOfMemoryError: Java heap space',
		patterns: [/OutOfMemoryError: (?:Java heap space|GC overhead limit exceeded|Requested array size)|OutOfMemoryError$/],
		fixes: [
			'Raise the heap of this role in the cluster file, as far as the host has the memory (free -m). A broker needs 128 MiB for its log cleaner alone.',
		],
	},
];
