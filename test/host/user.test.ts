import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ownGroup, user} from '../../source/host/user.ts';
import {fakeContext} from '../helpers/context.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {shims} from '../helpers/shims.ts';
import {tempDir} from '../helpers/temp-dir.ts';

/** A host with these lines of /etc/group and these accounts, each with its first group, as the programs of shadow change them. */
function host(groups: readonly string[], accounts: Readonly<Record<string, string>>) {
	const [file, done] = [join(tempDir(), 'group'), join(tempDir(), 'done')];
	writeFileSync(file, groups.map(line => `${line}\n`).join(''));
	writeFileSync(done, '');
	const first = Object.entries(accounts).map(([name, group]) => `${name}) echo -n ${group} ;;`);
	const programs = {
		getent: `case $1 in
group) grep "^$2:" '${file}' || exit 2 ;;
passwd) ${Object.entries(accounts)
			.map(([name, group]) => `echo "${name}:x:9:$(grep '^${group}:' '${file}' | cut -d: -f3):${name}:/:/bin/sh"`)
			.join('\n')} ;;
esac`,
		id: `name=\${!#}
case $name in ${first.join(' ')} *) exit 1 ;; esac
while IFS=: read -r group _ _ members; do case ",$members," in *",$name,"*) echo -n " $group" ;; esac; done <'${file}'
echo`,
		groupadd: `echo "groupadd $*" >>'${done}'; echo "\${!#}:x:980:" >>'${file}'`,
		usermod: `echo "usermod $*" >>'${done}'; sed -i "s/^$3:x:[0-9]*:.*/&,$4/; s/:,/:/" '${file}'`,
		useradd: `echo "useradd \${!#}" >>'${done}'`,
	};
	const context = fakeContext(localConnection({prefix: shims(programs)}));
	return {context, groups: () => readFileSync(file, 'utf8'), done: () => readFileSync(done, 'utf8').split('\n').filter(Boolean)};
}

describe('the own group of an account', () => {
	const step = ownGroup({name: 'cp-kafka', group: 'cp-kafka'});
	const told = async (context: ReturnType<typeof host>['context']) => (await step.check(context)).map(({what}) => what);

	test('is made once, and the account added, beside the group that it has', async () => {
		const {context, groups, done} = host(['confluent:x:970:'], {'cp-kafka': 'confluent'});
		expect(await step.check(context)).toEqual([
			{what: 'create group cp-kafka', puts: [{kind: 'group', name: 'cp-kafka'}]},
			{what: 'add user cp-kafka to group cp-kafka'},
		]);
		await step.apply(context);
		expect(groups()).toBe('confluent:x:970:\ncp-kafka:x:980:cp-kafka\n');
		expect(await told(context)).toEqual([]);
		await step.apply(context);
		expect(done()).toEqual(['groupadd --system cp-kafka', 'usermod --append --groups cp-kafka cp-kafka']);
		expect(context.seen.notes).toEqual([]);
	});

	test('that a run which was cut has made, gets its member', async () => {
		const {context, done} = host(['cp-kafka:x:980:'], {'cp-kafka': 'confluent'});
		expect(await told(context)).toEqual(['add user cp-kafka to group cp-kafka']);
		await step.apply(context);
		expect(done()).toEqual(['usermod --append --groups cp-kafka cp-kafka']);
	});

	test('is planned for an account that packages will bring, and never brings one', async () => {
		const {context} = host([], {});
		expect(await told(context)).toEqual(['create group cp-kafka', 'add user cp-kafka to group cp-kafka']);
	});

	test('in which somebody else is, is used and named', async () => {
		const {context} = host(['cp-kafka:x:980:monitor,cp-kafka'], {'cp-kafka': 'confluent'});
		expect(await told(context)).toEqual([]);
		expect(context.seen.notes).toEqual(['monitor can read what is for cp-kafka alone: in group cp-kafka']);
	});

	test('that is the first group of others, is used, and they are named', async () => {
		const {context} = host(['confluent:x:970:', 'cp-kafka:x:980:cp-kafka'], {
			'cp-kafka': 'cp-kafka',
			backup: 'cp-kafka',
			other: 'confluent',
		});
		expect(await told(context)).toEqual([]);
		expect(context.seen.notes).toEqual(['backup can read what is for cp-kafka alone: in group cp-kafka']);
	});

	test('in which very many are, names some of them', async () => {
		const many = Array.from({length: 5000}, (_, index) => `u${index}`);
		const {context} = host([`cp-kafka:x:980:cp-kafka,${many.join(',')}`], {'cp-kafka': 'confluent'});
		await told(context);
		expect(context.seen.notes).toEqual(['u0, u1, u2, u3, u4 and others can read what is for cp-kafka alone: in group cp-kafka']);
	});

	test('is not one that only begins like it', async () => {
		const {context} = host(['cp-kafka-connect:x:981:cp-kafka'], {'cp-kafka': 'confluent'});
		expect(await told(context)).toEqual(['create group cp-kafka', 'add user cp-kafka to group cp-kafka']);
	});
});

test('an account that nobody brings is created with its group', async () => {
	const {context, done} = host([], {});
	const step = user({name: 'kafka', group: 'kafka'});
	expect((await step.check(context)).map(({what}) => what)).toEqual(['create group kafka', 'create user kafka']);
	await step.apply(context);
	expect(done()).toEqual(['groupadd --system kafka', 'useradd kafka']);
});

test.each(['', '-x', 'a b', 'Kafka', 'x;id', 'a'.repeat(33)])('no account or group is called %j', name => {
	expect(() => ownGroup({name: 'kafka', group: name})).toThrow('is not a name');
	expect(() => ownGroup({name, group: 'kafka'})).toThrow('is not a name');
	expect(() => user({name, group: 'kafka'})).toThrow('is not a name');
});
