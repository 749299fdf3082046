import type {Entry} from '../../host/diagnosis/entry.ts';

/** What the kernel refuses at a socket, for its port or by a policy: before all that only says whom a service did not reach. */
export const policyEntries: readonly Entry[] = [
	{
		id: 'port-privileged',
		cause: 'its port is below 1024, and the service is not root',
		says: 'SocketException: Permission denied',
		patterns: [/(?:[Ff]ailed to|Couldn't) bind to \S{0,255}?:(?:\d{1,3}|10[01]\d|102[0-3])(?=:?(?:\s|$))/, /Permission denied/],
		fixes: ['Choose a port of 1024 or above in the cluster file.'],
	},
	{
		id: 'port-forbidden',
		cause: 'SELinux or another policy of the host does not let it listen on its port',
		says: 'SocketException: Permission denied',
		patterns: [
			/(?:[Ff]ailed to|Couldn't) bind to \S{0,255}?:(\d{1,5})(?=:?(?:\s|$))|(?:Socket|Bind)Exception: Permission denied|\bbind\b.{0,60}Permission denied/,
			/Permission denied/,
		],
		tried: /\bbind to |\bbind\b.{0,60}Permission denied|BindException|\(Bind failed\)|\.(?:bind0?|socketBind)\(/,
		named: ([, port]) =>
			`SELinux or another policy of the host does not let it listen on its port${port === '' ? '' : `: ${port}`}`,
		fixes: [
			'See what was refused: ausearch -m avc -ts recent, and journalctl -k. SELinux: semanage port -l says which type the port has; have it given one that the service may use (semanage port -a -t TYPE -p tcp PORT), or choose another port in the cluster file.',
			'A port below 1024 wants root, whatever the policy is: choose one of 1024 or above.',
		],
	},
	{
		id: 'connection-forbidden',
		cause: 'SELinux or another policy of the host does not let it connect',
		says: 'SocketException: Permission denied (connect failed)',
		patterns: [/(?:Socket|Connect)Exception: Permission denied/],
		fixes: [
			'See what was refused: ausearch -m avc -ts recent (name_connect, with the port as dest). If nothing is, a route may prohibit the way: ip route get ADDRESS, ip rule. The other side did not see this connection.',
		],
	},
];
