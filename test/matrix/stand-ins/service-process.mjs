// What stands for a service: node service-process.mjs UNIT. Leaves on the disk what the real one does, listens on the port of
// its settings and answers as the tests of an installation ask it.
import {appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer as createHttpServer} from 'node:http';
import {createServer} from 'node:net';

const unit = process.argv[2];
const state = '/var/lib/stand-ins';
const count = what => appendFileSync(`${state}/counters`, `${what}\n`);

/** Of a properties file. */
function settings(path) {
	const lines = readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => /^[^#]+=/.test(line));
	return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function once(path, what, text) {
	if (existsSync(path)) return;
	count(what);
	writeFileSync(path, text);
}

const data = '/var/lib/kafka/data';
function topic(name, records = '') {
	if (existsSync(`${data}/${name}-0`)) return;
	count(`topic ${name}`);
	mkdirSync(`${data}/${name}-0`);
	writeFileSync(`${data}/${name}-0/records`, records);
}

const portIn = text => Number(/:(\d+)$/.exec(text)[1]);
const json = answer =>
	createHttpServer((request, response) => {
		const value = answer(request.url);
		response.writeHead(value === undefined ? 404 : 200, {'content-type': 'application/json'});
		response.end(JSON.stringify(value ?? {}));
	});

const services = {
	'confluent-zookeeper'() {
		const {dataDir, clientPort} = settings('/etc/kafka/zookeeper.properties');
		mkdirSync(`${dataDir}/version-2`, {recursive: true});
		const server = createServer({allowHalfOpen: true}, socket => {
			socket.on('error', () => {});
			socket.on('data', () => socket.end('Zookeeper version: 3.8.4\nMode: standalone\nNode count: 5\n'));
			socket.on('end', () => socket.end());
		});
		return [server, Number(clientPort)];
	},
	'confluent-kafka'() {
		const own = settings('/etc/kafka/server.properties');
		// The ensemble keeps the id that the first broker makes.
		const kept = '/var/lib/zookeeper/version-2/cluster-id';
		once(kept, 'cluster id', `cluster-${Date.now()}`);
		const text = `version=0\nbroker.id=${own['broker.id']}\ncluster.id=${readFileSync(kept)}\n`;
		once(`${data}/meta.properties`, 'broker data', text);
		return [createServer(socket => socket.on('error', () => {})), portIn(own.listeners)];
	},
	'confluent-schema-registry'() {
		const own = settings('/etc/schema-registry/schema-registry.properties');
		topic(own['kafkastore.topic']);
		const subjects = () => readdirSync(data).flatMap(name => /^(orders-.*)-0$/.exec(name)?.[1] ?? []);
		return [json(url => (url === '/subjects' ? subjects().map(name => `${name}-value`) : undefined)), portIn(own.listeners)];
	},
	'kafka-connect-standalone'() {
		const [worker, ...sources] = /^ExecStart=\S+ (.*)$/m
			.exec(readFileSync('/etc/systemd/system/kafka-connect-standalone.service', 'utf8'))[1]
			.split(' ');
		const own = settings(worker);
		const names = sources.map(path => {
			const source = settings(path);
			if (!existsSync(own['offset.storage.file.filename'])) {
				count(`rows of ${source.name}`);
				topic(`${source['topic.prefix']}${source['table.whitelist']}`, 'one\ntwo\nthree\n');
				writeFileSync(own['offset.storage.file.filename'], '3\n');
			}
			return source.name;
		});
		const status = {connector: {state: 'RUNNING'}, tasks: [{id: 0, state: 'RUNNING'}]};
		const answer = url => (names.some(name => url === `/connectors/${name}/status`) ? status : undefined);
		return [json(answer), portIn(own.listeners)];
	},
};

const [server, port] = services[unit]();
server.listen(port, '0.0.0.0', () => {
	console.log(`${unit} listens on ${port}`);
	writeFileSync(`${state}/units/${unit}/listens`, '');
});
