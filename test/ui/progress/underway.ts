import {hosts, opened} from './scene.ts';

export const trouble = {
	message: 'port 9092 is taken on kafka-02 by nginx',
	hint: 'Stop nginx, or set kafka.port.',
	command: 'kafka-server-start /etc/kafka/server.properties',
	code: 7,
	tail: Array.from({length: 25}, (_, index) => `log ${index + 1}`),
};

/** The text with all spinners at the same picture. */
export const still = (text: string) => text.replace(/[⠋⠙⠸⠴⠦⠇]/g, '⠋');

/** A run whose first stage is done and whose second is at work on the first host. */
export async function underway(options: Parameters<typeof opened>[0] = {}) {
	const all = opened(options);
	const {screen, tell} = all;
	tell.begin();
	for (const host of hosts) tell.connected(host);
	for (const host of hosts) tell.step(`check-hosts/${host}/memory`, 'ok');
	for (const host of hosts) tell.start(`kafka/${host}/install`);
	tell.command('kafka/kafka-01/install', 'apt-get install kafka');
	tell.output('kafka/kafka-01/install', 'Unpacking kafka\n');
	await screen.see('Unpacking kafka');
	return all;
}

export async function failed(options: Parameters<typeof opened>[0] = {}) {
	const all = await underway(options);
	for (const host of hosts) all.tell.finish(`kafka/${host}/install`, 'changed');
	all.tell.start('kafka/kafka-02/start');
	all.pass(2000);
	all.tell.finish('kafka/kafka-02/start', 'failed', {failure: trouble});
	const answer = all.run.askAfterFailure();
	await all.screen.see('Retry');
	return {...all, answer};
}
