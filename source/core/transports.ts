/** What carries the logins to the hosts: ssh2 within this program, OpenSSH's own ssh, or that one only where a host needs it. */
export const transports = ['builtin', 'system', 'auto'] as const;

export type Transport = (typeof transports)[number];
