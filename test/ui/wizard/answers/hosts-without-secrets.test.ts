import {expect, test} from 'vitest';
import {hostsWithoutSecrets} from '../../../../source/ui/wizard/answers/hosts-without-secrets.ts';
import {parseHostList} from '../../../../source/ui/wizard/hosts/host-list.ts';

test.each([
	['op@corp.example:CANARY@k1', 'op@corp.example@k1'],
	['k0, op@corp.example:CANARY@k1, k2', 'k0, op@corp.example@k1, k2'],
	['op@a:CANARY@b:CANARY2@k1', 'op@a@k1'],
	['k1 op:CAN ARY@k2', 'k1 op@k2'],
	['op:CAN=ARY x@k1', 'op@k1'],
	['op:CAN,ARY x=1 ARY@k1', 'op@k1'],
	['op:x@CANARY CANARY@k1', 'op@k1'],
	['op:CANARY x@k1:22 k2', 'op@k1:22 k2'],
	['op:123@k1', 'op@k1'],
	['op:22CANARY@k1', 'op@k1'],
	['op:"CANARY"@k1', 'op@k1'],
	['op://CANARY@k1', ''],
	['op:%pCANARY@k1', 'op@k1'],
	['op[a:CANARY]@k1', 'op[a@k1'],
	['a:b:CANARY@k1', 'a@k1'],
	['ssh://op:CANARY ARY@k1', 'ssh://op@k1'],
	['k1=op:CAN ARY@10.0.0.1', 'k1=op@10.0.0.1'],
	['k0 k1=op:CAN ARY@10.0.0.1', 'k0 k1=op@10.0.0.1'],
	['k1 x=op:CANARY@h ansible_user=op@realm', 'k1 x=op@h ansible_user=op@realm'],
	['k1 x="op:CAN ARY@h" ansible_user=op@realm', 'k1 x="op@h" ansible_user=op@realm'],
	['{"x":"op:CAN ARY@h","ansible_user":"op@realm"}', '{"x":"op@h","ansible_user":"op@realm"}'],
	['  k1: {x: op:CAN ARY@h, ansible_user: op@realm}', '  k1: {x: op@h, ansible_user: op@realm}'],
	// The host is yet to be typed.
	['op:CANARY', 'op'],
	['k1, op@corp:CAN ARY', 'k1, op@corp'],
	['k1:22 op:CANARY@k2:CANARY', 'k1:22 op@k2'],
])('%s is kept as %s', (typed, kept) => {
	expect(kept).not.toMatch(/CAN|ARY/);
	expect(hostsWithoutSecrets(typed)).toBe(kept);
});

test('what is typed of a password is at no time kept', () => {
	for (const typed of ['op@corp.example:CANARY', 'k1:22 op:CANARY', 'k1, op:CANARY']) {
		for (let length = typed.indexOf('C') + 1; length <= typed.length; length++)
			expect(hostsWithoutSecrets(typed.slice(0, length))).toBe(typed.replace(':CANARY', ''));
	}
});

test.each([
	'[::1]:22 op@k2',
	'op@[2001:db8::1]:22, op@fe80::1%eth0, op@2001:db8::7',
	'user@host:2222 op@k2:22;op@k3',
	'kafka-[01:03] op@k4',
	'kafka-[a:c].example:22 op@k4',
	'kafka-[01:09:2] op@k4',
	'[kafka:vars] # of op@k4',
	'kafka-01=10.0.0.1:2222, kafka-02=op@10.0.0.2:2222',
	'ssh://k1:22 ssh://k2 op@k3',
	'k1 note=a:b ansible_user=op@realm',
	'k1 note="a:b c" ansible_user=op@realm',
	'k1 note=a:b',
	'kafka-01: {note: a:b, ansible_user: op@realm}',
	'{"image":"kafka:latest","ansible_user":"op@realm","ansible_port":22}',
	'all:\n  vars:\n    image: kafka:latest\n    ansible_user: op@realm',
	'# http://wiki/hosts by op@corp',
	'Host k1\n  User op@corp.example\n  ProxyJump op@hop:22,op@hop2\n  ProxyCommand ssh -W [%h]:%p op@hop',
	'k1:\nk2',
])('%j is kept as it is', text => expect(hostsWithoutSecrets(text)).toBe(text));

test('of an inventory in one long line everything but the secrets is kept', () => {
	const hostvars = Object.fromEntries(
		Array.from({length: 300}, (_, index) => [`k${index}`, {ansible_host: `10.0.1.${index}`, ansible_password: 'CANARY'}]),
	);
	const text = JSON.stringify({_meta: {hostvars}, kafka: {hosts: Object.keys(hostvars)}});
	const kept = hostsWithoutSecrets(text);
	expect(kept).not.toContain('CANARY');
	expect(parseHostList(kept)).toEqual({...parseHostList(text), refused: []});
});

test('of a line that is too long to be looked at nothing is kept, nor of what may belong to it', () => {
	expect(hostsWithoutSecrets(`k1\n${'x '.repeat(40_000)}"ansible_password":\n"CANARY"`)).toBe('k1');
});

test.each([
	'a:',
	'a: ',
	':',
	'a=',
	'password=x ',
	'password: x, ',
	'{password: x, ',
	'{a:b,',
	'{a:',
	'{"a":"b:c",',
	'x y=a:b ',
	'a="b:c" ',
	'a="',
	"a='b:",
	'a=x:\\"',
	'op:a b',
	'op:a@k ',
	'a:b, ',
	'1:',
	'::',
	'[a:',
	'a',
	' ',
	'x@',
	'"a":{"b":',
	'jdbc:oracle:thin:',
	'//',
	'--password ',
	'{',
	"'",
])('a line of %j is read at once', part => {
	const line = part.repeat(64 * 1024).slice(0, 64 * 1024 - 2);
	for (const text of [line, `${line.slice(0, -2)}@k`, `"password":{\n${line}`]) {
		const begun = process.cpuUsage();
		hostsWithoutSecrets(text);
		const {user, system} = process.cpuUsage(begun);
		expect((user + system) / 1000).toBeLessThan(4000);
	}
});
