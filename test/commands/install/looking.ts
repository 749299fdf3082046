import {hostProbe} from '../../../source/commands/install/probe.ts';
import type {SecretResolver} from '../../../source/local/secrets.ts';
import type {HostProbe, ProbeTarget, TypedSecrets} from '../../../source/ui/wizard/wizard-functions.ts';
import {knownLine, scene} from '../../helpers/ssh-scene.ts';
import type {Server, ServerOptions} from '../../helpers/ssh-server.ts';

const noFetching: SecretResolver = {
	async resolve(_ref, what) {
		throw new Error(`Nobody was to fetch ${what}.`);
	},
	ask: async question => {
		throw new Error(`Nobody was to be asked ${question}`);
	},
	forget() {},
};
const nothingTyped: TypedSecrets = new Map();

/** Servers to look at, and a probe of them that is at its end when it says so. */
export async function looking(secrets: SecretResolver = noFetching, fileOf: Parameters<typeof hostProbe>[1] = () => undefined) {
	const set = await scene();
	const {probe, tryAgain} = hostProbe(secrets, fileOf);
	const begin = (
		host: ProbeTarget['host'],
		ssh: ProbeTarget['ssh'] = {},
		typed = nothingTyped,
		directories: ProbeTarget['directories'] = {
			controller: ['/nowhere/controller'],
			zookeeper: ['/nowhere/zookeeper'],
			kafka: ['/nowhere/kafka'],
		},
	) => {
		const all: HostProbe[] = [];
		let stop = () => {};
		const end = new Promise<readonly HostProbe[]>(resolve => {
			stop = probe({host, ssh: {configFile: set.settings.configFile!, ...ssh}, directories}, typed, found => {
				all.push(found);
				if (found.done) resolve(all);
			});
		});
		return {all, end, stop: () => stop()};
	};
	return {
		set,
		begin,
		tryAgain,
		last: async (...args: Parameters<typeof begin>) => (await begin(...args).end).at(-1)!,
		trust: (...servers: readonly Server[]) => set.write('known_hosts', servers.map(server => knownLine(server)).join('')),
		async known(options: Partial<ServerOptions> = {}) {
			const server = await set.server(options);
			await set.write('known_hosts', knownLine(server));
			return server;
		},
	};
}
