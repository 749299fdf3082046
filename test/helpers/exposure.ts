import {expect} from 'vitest';
import {databasePassword, lab} from './lab.ts';

const connect = 'http://127.0.0.1:8083';
const inHost = async (host: string, command: string) => (await lab('exec', host, command)).stdout.trim();

/** What an account that is in no group says to a command: its output, and its code. */
const stranger = (host: string, command: string) =>
	inHost(host, `setpriv --reuid 65534 --regid 65534 --clear-groups bash -c '${command}' 2>&1; echo "code $?"`);

/** The settings of each account, which no other can read. */
const settings = {
	'cp-kafka': '/etc/kafka/server.properties',
	'cp-kafka-connect': '/etc/schema-registry/connect-avro-standalone.properties',
	'cp-schema-registry': '/etc/schema-registry/schema-registry.properties',
};

/**
 * What those who have no business there get of a host that has all roles: of the data nothing, of Connect no answer and no
 * password; and of a service that was broken into, little of the rest of the host (by `systemd-analyze security`, 10 is all).
 */
export async function expectClosed(host: string, units: readonly string[], directories: readonly string[]): Promise<void> {
	for (const unit of units) {
		const said = await inHost(host, `systemd-analyze security --no-pager ${unit} | tail -n 1`);
		const exposure = Number(/: (\d+\.\d) /.exec(said)?.[1]);
		expect(exposure, `${unit}: ${said}`).toBeGreaterThan(0);
		expect(exposure, `${unit}: ${said}`).toBeLessThanOrEqual(4);
	}
	for (const directory of directories) {
		expect(await stranger(host, `ls ${directory}`)).toMatch(/Permission denied\ncode 2$/);
		expect(await inHost(host, `stat -c %a ${directory}`)).toBe('700');
	}
	for (const file of ['rest.login', 'rest.curl', 'secrets/orders.password']) {
		expect(await stranger(host, `cat /etc/kafka-connect-jdbc/${file}`)).toMatch(/Permission denied\ncode 1$/);
	}
	for (const [account, file] of Object.entries(settings)) {
		for (const reader of Object.keys(settings)) {
			const said = await inHost(host, `runuser -u ${reader} -- cat ${file} >/dev/null 2>&1; echo "code $?"`);
			expect(said, `${reader} reads ${file}`).toBe(reader === account ? 'code 0' : 'code 1');
		}
	}
	const config = '{"connector.class":"x","name":"x","topic":"${dir:/etc/kafka-connect-jdbc/secrets:orders.password}"}';
	await lab('exec', host, `printf %s '${config}' >/tmp/validate.json && chmod 644 /tmp/validate.json`);
	const plugin = 'io.confluent.connect.jdbc.JdbcSourceConnector';
	const validate = `curl -sS -o - -w "\\n%{http_code}" -X PUT -H Content-Type:application/json -d @/tmp/validate.json`;
	for (const url of [`${connect}/connector-plugins/${plugin}/config/validate`, `${connect}/connectors/orders/config`]) {
		const refused = await stranger(host, `${validate} ${url}`);
		expect(refused).toMatch(/\n401code 0$/);
		expect(refused).not.toContain(databasePassword);
	}
	expect(await stranger(host, `curl -sS -o /dev/null -w %{http_code} ${connect}/connectors`)).toBe('401code 0');
	expect(await inHost(host, `curl -sS -K /etc/kafka-connect-jdbc/rest.curl ${connect}/connectors`)).toBe('["orders"]');
}
