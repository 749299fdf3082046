import type {OracleCase} from './cases.ts';

const right = 'NAME RIGHT\n';
const config = (title: string, text: string, more: Omit<OracleCase, 'title' | 'config'> = {}): OracleCase => ({
	title,
	config: text,
	known: right,
	...more,
});

const revoked = [
	config('RevokedHostKeys with the key', 'RevokedHostKeys DIR/revoked', {files: {revoked: '# old\n\nRIGHT comment\n'}}),
	config('RevokedHostKeys with another key', 'RevokedHostKeys DIR/revoked', {files: {revoked: 'WRONG\n'}}),
	config('RevokedHostKeys that is empty', 'RevokedHostKeys DIR/revoked', {files: {revoked: ''}}),
	config('RevokedHostKeys with the key after CRLF', 'RevokedHostKeys DIR/revoked', {files: {revoked: 'WRONG\r\nRIGHT\r\n'}}),
	config('RevokedHostKeys with a line that is no key', 'RevokedHostKeys DIR/revoked', {files: {revoked: 'WRONG\nnonsense\n'}}),
	config('RevokedHostKeys with a line of known_hosts', 'RevokedHostKeys DIR/revoked', {files: {revoked: 'NAME RIGHT\n'}}),
	config('RevokedHostKeys that is missing', 'RevokedHostKeys DIR/missing'),
	config('RevokedHostKeys that is a directory', 'RevokedHostKeys DIR'),
	config('RevokedHostKeys that is a KRL with the key', 'RevokedHostKeys SHARED/krl'),
	config('RevokedHostKeys that is a KRL with another key', 'RevokedHostKeys SHARED/other-krl', {stricter: 'both'}),
	config('RevokedHostKeys none', 'RevokedHostKeys none'),
	config('RevokedHostKeys with a blank in its path', 'RevokedHostKeys "DIR/re voked"', {files: {'re voked': 'RIGHT\n'}}),
	config('RevokedHostKeys with a tilde', 'RevokedHostKeys FROMHOME/revoked', {files: {revoked: 'WRONG\n'}}),
	config('RevokedHostKeys with a token', 'RevokedHostKeys DIR/%h', {files: {'127.0.0.1': 'WRONG\n'}}),
	config('RevokedHostKeys for a key that is new', 'RevokedHostKeys DIR/revoked', {known: '', files: {revoked: 'RIGHT\n'}}),
];

const all = {keys: 'all'} as const;
const algorithms = [
	config('several keys, the first type known', '', {...all}),
	config('several keys, another type known', '', {...all, known: 'NAME RSA\n'}),
	config('several keys, a third type known', '', {...all, known: 'NAME ECDSA\n'}),
	config('several keys, another type known under the bare name', '', {...all, known: '127.0.0.1 RSA\n'}),
	config('several keys, one type wrong and one right', '', {...all, known: 'NAME WRONGRSA\nNAME RIGHT\n'}),
	config('several keys, the preferred type wrong and one right', '', {...all, known: 'NAME WRONG\nNAME RSA\n'}),
	config('several keys, another type revoked', '', {...all, known: '@revoked * RIGHT\nNAME RSA\n'}),
	config('HostKeyAlgorithms of the known type', 'HostKeyAlgorithms ssh-ed25519', {...all}),
	config('HostKeyAlgorithms of another type', 'HostKeyAlgorithms rsa-sha2-512', {...all}),
	config('HostKeyAlgorithms of another type, nothing known', 'HostKeyAlgorithms rsa-sha2-512', {...all, known: ''}),
	config('HostKeyAlgorithms with another type first', 'HostKeyAlgorithms rsa-sha2-512,ssh-ed25519', {...all}),
	config('HostKeyAlgorithms in the usual order', 'HostKeyAlgorithms ssh-ed25519,rsa-sha2-512', {...all, known: 'NAME RSA\n'}),
	config('HostKeyAlgorithms that adds', 'HostKeyAlgorithms +ssh-rsa', {...all, known: 'NAME RSA\n'}),
	config('HostKeyAlgorithms that takes away', 'HostKeyAlgorithms -ssh-ed25519*', {...all}),
	config('HostKeyAlgorithms that takes away what is not known', 'HostKeyAlgorithms -ecdsa*', {...all}),
	config('HostKeyAlgorithms that puts in front', 'HostKeyAlgorithms ^rsa-sha2-256', {...all}),
	config('HostKeyAlgorithms that the server has not', 'HostKeyAlgorithms ecdsa-sha2-nistp256'),
	config('HostKeyAlgorithms of certificates', 'HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com'),
	config('RequiredRSASize above the key', 'RequiredRSASize 2048', {keys: 'small', known: 'NAME SMALL\n'}),
	config('RequiredRSASize as long as the key', 'RequiredRSASize 1024', {keys: 'small', known: 'NAME SMALL\n'}),
	config('RequiredRSASize by default', '', {keys: 'small', known: 'NAME SMALL\n'}),
	config('RequiredRSASize above, and another type', 'RequiredRSASize 4096'),
];

const files = [
	config('two files, the second knows it', 'UserKnownHostsFile DIR/none-there DIR/known'),
	config('two files, the second knows another', 'UserKnownHostsFile DIR/more DIR/known', {
		files: {more: ''},
		known: 'NAME WRONG\n',
	}),
	config('two files, one with another key', 'UserKnownHostsFile DIR/more DIR/known', {files: {more: 'NAME WRONG\n'}}),
	config('two files, one revokes', 'UserKnownHostsFile DIR/known DIR/more', {files: {more: '@revoked NAME RIGHT\n'}}),
	config('a global file knows it', 'GlobalKnownHostsFile DIR/global', {known: '', files: {global: right}}),
	config('a global file knows another', 'GlobalKnownHostsFile DIR/global', {known: '', files: {global: 'NAME WRONG\n'}}),
	config('a global file revokes', 'GlobalKnownHostsFile DIR/global', {files: {global: '@revoked * RIGHT\n'}}),
	config('two global files, the second knows another', 'GlobalKnownHostsFile DIR/none-there DIR/global', {
		known: '',
		files: {global: 'NAME WRONG\n'},
	}),
	config('a global file with a tilde', 'GlobalKnownHostsFile FROMHOME/global', {known: '', files: {global: right}}),
	config('a global file with a tilde, another key', 'GlobalKnownHostsFile FROMHOME/global', {
		known: '',
		files: {global: 'NAME WRONG\n'},
	}),
	config('a global file with a variable', 'GlobalKnownHostsFile $' + '{ORACLE_DIR}/DIRNAME/global', {
		known: '',
		files: {global: right},
	}),
	config('GlobalKnownHostsFile none', 'GlobalKnownHostsFile none'),
	config('a path with a blank', 'UserKnownHostsFile "DIR/my hosts"', {files: {'my hosts': right}}),
	config('a path with a blank, another key', 'UserKnownHostsFile "DIR/my hosts"', {files: {'my hosts': 'NAME WRONG\n'}}),
	config('a path with a blank, revoked', 'UserKnownHostsFile "DIR/my hosts"', {files: {'my hosts': '@revoked NAME RIGHT\n'}}),
	config('a path with two blanks and a file behind it', 'UserKnownHostsFile "DIR/my  own hosts" DIR/more', {
		files: {'my  own hosts': 'NAME WRONG\n', more: ''},
	}),
	config('a path with a blank that is not there', 'UserKnownHostsFile "DIR/my hosts"', {known: '', stricter: 'accept-new'}),
	config('a path whose first half is there', 'UserKnownHostsFile "DIR/my hosts"', {
		files: {my: '', 'my hosts': 'NAME WRONG\n'},
	}),
	config('a path whose first half is there and whose whole is not', 'UserKnownHostsFile "DIR/my hosts"', {
		files: {my: right},
		stricter: 'accept-new',
	}),
	config('UserKnownHostsFile none', 'UserKnownHostsFile none'),
	config('UserKnownHostsFile /dev/null', 'UserKnownHostsFile /dev/null', {stricter: 'accept-new'}),
	config('UserKnownHostsFile none, known globally', 'UserKnownHostsFile none\nGlobalKnownHostsFile DIR/known'),
	config('UserKnownHostsFile is a directory', 'UserKnownHostsFile DIR', {stricter: 'accept-new'}),
	config('tokens in the path', 'UserKnownHostsFile DIR/%h_%p_%n', {files: {'127.0.0.1_PORT_target': 'NAME WRONG\n'}}),
	config('the alias in the path', 'HostKeyAlias h.example\nUserKnownHostsFile DIR/%k', {
		files: {'h.example': 'h.example WRONG\n'},
	}),
	config('a variable in the path', 'UserKnownHostsFile $' + '{ORACLE_DIR}/DIRNAME/more', {files: {more: 'NAME WRONG\n'}}),
];

const names = [
	config('HostKeyAlias with a port of its own', 'HostKeyAlias h.example', {known: '[h.example]:PORT RIGHT\n'}),
	config('HostKeyAlias, the address is known', 'HostKeyAlias h.example'),
	config('HostKeyAlias in capitals', 'HostKeyAlias H.Example', {known: 'h.example RIGHT\n'}),
	config('HostKeyAlias in capitals, another key', 'HostKeyAlias H.Example', {known: 'h.example WRONG\n'}),
	config('HostKeyAlias that is a pattern', 'HostKeyAlias h*', {known: 'h* RIGHT\n'}),
	config('HostKeyAlias that is a pattern, nothing known', 'HostKeyAlias h*', {known: '', stricter: 'accept-new'}),
	config('the name of a HostName', 'HostName localhost', {known: '[localhost]:PORT RIGHT\n'}),
	config('the name of a HostName, another key', 'HostName localhost', {known: '[localhost]:PORT WRONG\n'}),
	config('the address of a HostName, another key', 'HostName localhost', {known: 'NAME WRONG\n'}),
	config('the name that was typed is not looked at', '', {known: '[target]:PORT WRONG\n'}),
	config('KnownHostsCommand that knows another', 'KnownHostsCommand /bin/echo %H WRONG', {known: ''}),
	config('KnownHostsCommand that revokes', 'KnownHostsCommand /bin/echo @revoked %H RIGHT'),
	config('KnownHostsCommand that knows it', 'KnownHostsCommand /bin/echo %H RIGHT', {known: '', stricter: 'both'}),
	config('KnownHostsCommand none', 'KnownHostsCommand none'),
	config('Include of a file with another known_hosts', 'Include DIR/part', {
		files: {part: 'UserKnownHostsFile DIR/more\n', more: 'NAME WRONG\n'},
	}),
	config('Match with an alias', '', {before: 'Match host target\nHostKeyAlias h.example\n', known: 'h.example WRONG\n'}),
	config('CheckHostIP, the host is an address', 'CheckHostIP yes', {known: '127.0.0.1 WRONG\nNAME RIGHT\n'}),
	config('CheckHostIP, the address has another key', 'CheckHostIP yes\nHostName localhost', {
		known: '[localhost]:PORT RIGHT\nNAME WRONG\n',
	}),
	config('HashKnownHosts', 'HashKnownHosts yes', {known: ''}),
];

export const configCases: readonly OracleCase[] = [...revoked, ...algorithms, ...files, ...names];
