// delay-proxy MS NAME=HOST:PORT...: a TCP proxy for each NAME on a port of the loopback address, that hands on what comes MS
// milliseconds later, in each direction: a round trip takes twice that longer. Prints a line "NAME PORT" for each, then
// "ready", and stays until it is ended.
import {connect, createServer} from 'node:net';

const [ms, ...targets] = process.argv.slice(2);
const delay = Number(ms);
if (!(delay >= 0) || targets.length === 0) {
	console.error('usage: delay-proxy MS NAME=HOST:PORT...');
	process.exit(2);
}

/** Timers of one length fire in the order they were set, so the order of what is sent is kept. */
function later(from, to) {
	from.on('data', chunk => setTimeout(() => to.write(chunk), delay));
	from.on('end', () => setTimeout(() => to.end(), delay));
	from.on('error', () => to.destroy());
	from.on('close', () => setTimeout(() => to.destroy(), 2 * delay));
}

async function proxy(target) {
	const [, name, host, port] = /^([^=]+)=(.+):(\d+)$/.exec(target) ?? [];
	if (name === undefined) throw new Error(`not NAME=HOST:PORT: ${target}`);
	const server = createServer({allowHalfOpen: true, noDelay: true}, client => {
		const upstream = connect({host, port: Number(port), allowHalfOpen: true, noDelay: true});
		later(client, upstream);
		later(upstream, client);
	});
	await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
	console.log(`${name} ${server.address().port}`);
}

await Promise.all(targets.map(proxy));
console.log('ready');
