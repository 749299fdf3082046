import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {firewall} from '../../../source/host/firewall/firewall.ts';
import {fakeContext} from '../../helpers/context.ts';
import {factsOf} from '../../helpers/firewall-scene.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

const step = (name: string) => firewall({id: 'firewall', title: 'Firewall', name, openings: []});

/** A host with a ruleset file that includes the rules of these services, which the kernel does not have loaded. */
function host(...names: readonly string[]) {
	const root = tempDir();
	mkdirSync(join(root, 'rules'));
	const main = join(root, 'nftables.conf');
	const included = `\n# Ports that the services of kafka-setup need.\ninclude "${root}/rules/kafka-setup-*.nft"\n`;
	writeFileSync(main, `flush ruleset\n${included}# the host's own end`);
	const fileOf = (name: string) => join(root, 'rules', `kafka-setup-${name}.nft`);
	for (const name of names)
		writeFileSync(
			fileOf(name),
			`insert rule inet filter input ip saddr 10.0.0.2 tcp dport 9092 accept comment "kafka-setup ${name}"\n`,
		);
	const connection = localConnection({
		paths: {'/etc/nftables.d': join(root, 'rules'), '/etc/nftables.conf': main, '/etc/sysconfig': join(root, 'none')},
		prefix: shims({nft: `echo '{"nftables": []}'`}),
	});
	return {context: fakeContext(connection, factsOf('nftables')), main, fileOf, rules: join(root, 'rules')};
}

test('the last rules of ours go from the ruleset of the next start, with what it included them by', async () => {
	const {context, main, rules} = host('kafka');
	expect(await step('kafka').check(context)).toEqual([expect.objectContaining({what: 'close port 9092 for 10.0.0.2'})]);
	await step('kafka').apply(context);
	expect(await step('kafka').check(context)).toEqual([]);
	expect(readFileSync(main, 'utf8')).toBe("flush ruleset\n# the host's own end");
	expect(existsSync(rules)).toBe(false);
});

test('those of another service stay, and stay included', async () => {
	const {context, main, fileOf} = host('kafka', 'zookeeper');
	const before = readFileSync(main, 'utf8');
	await step('kafka').apply(context);
	expect(existsSync(fileOf('kafka'))).toBe(false);
	expect(existsSync(fileOf('zookeeper'))).toBe(true);
	expect(readFileSync(main, 'utf8')).toBe(before);
});
