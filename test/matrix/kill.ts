import type {Host} from './host.ts';
import type {Ended, Scene} from './scene.ts';
import type {Tap} from './tap.ts';

/** Where an installer is killed: at its n-th command, before the host gets it, while it runs, or when it has run. */
export type Moment = {readonly command: number; readonly when: 'before' | 'while' | 'after'};

/** What is held back from a dead installer is never let go. */
const never = new Promise<never>(() => {});

/** Runs the installer for a host, and kills it for real. */
export async function killedAt(
	scene: Scene,
	host: Host,
	config: string,
	args: readonly string[],
	{command, when}: Moment,
): Promise<Ended> {
	let count = 0;
	const tap: Tap = {
		async before() {
			count += 1;
			if (count !== command || when === 'after') return;
			const killed = installer.kill();
			if (when === 'before') await killed.then(() => never);
		},
		async after() {
			if (count === command) await installer.kill().then(() => never);
		},
	};
	const installer = scene.operate(host, config, args, tap);
	return installer.ended;
}
