import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {sh} from '../../../source/core/command.ts';
import {continuedRows} from '../../../source/ui/components/continued.ts';

/** What a shell makes of it. */
const words = (text: string) => spawnSync('bash', ['-c', `printf '<%s>' ${text}`], {encoding: 'utf8'}).stdout;

const nested =
	sh`ssh kafka-02 ${sh`sudo sed -i ${'/^server[.]/d'} /etc/kafka/zookeeper.properties; echo ${"it's"} "a b" \\x`.text}`.text;
const commands = [
	'kafka-setup apply FILE --replaced kafka-01 --data-lost kafka-01 --replaced kafka-02 --data-lost kafka-02',
	nested,
	sh`ssh a ${nested}`.text,
	`a"b c $HOME \\" d"'e f'\\''g'\\ h`,
	'x'.repeat(200),
];

test('the rows of a command are the same command to a shell, whatever their width', () => {
	for (const command of commands) {
		for (const width of [12, 20, 33, 79]) {
			const rows = continuedRows(command, width, '');
			expect(Math.max(...rows.map(row => row.length)), command).toBeLessThanOrEqual(width);
			expect(words(rows.join('\n')), command).toBe(words(command));
		}
	}
});

test('a command that fits stands in one row, another is broken between words', () => {
	expect(continuedRows('kafka-setup apply FILE', 79, '$ ')).toEqual(['$ kafka-setup apply FILE']);
	expect(continuedRows("ssh kafka-02 'sudo rm /var/lib/x'", 26, '$ ')).toEqual(["$ ssh kafka-02 'sudo rm '\\", "'/var/lib/x'"]);
	expect(continuedRows('ab', 1)).toEqual(['a\\', 'b']);
});
