import {dirname} from 'node:path/posix';
import {type Cluster, servicesOf} from '../../cluster/cluster.ts';
import type {Host} from '../../core/inventory.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {directory} from '../../host/files/directory.ts';
import {file} from '../../host/files/file.ts';
import {unitOf} from '../distribution.ts';

const path = '/etc/needrestart/conf.d/kafka-setup.conf';
/** Made where needrestart is not installed yet; a removal takes away what was made. */
const folders = [dirname(dirname(path)), dirname(path)];

/** A step that is for hosts with apt alone: needrestart is a program of Debian and its like. */
const withApt = (step: ConvergeStep): ConvergeStep => ({
	...step,
	check: async context => (context.facts.packageManager === 'apt' ? step.check(context) : []),
});

/** After an upgrade needrestart restarts what runs with old libraries, on Ubuntu without being asked: all brokers in one night. */
export function needrestart(cluster: Cluster, host: Host): readonly ConvergeStep[] {
	const lines = servicesOf(cluster, host.name).map(
		({id}) => `$nrconf{override_rc}->{qr(^${unitOf(cluster, id)}\\.service$)} = 0;\n`,
	);
	const content = `# Written by kafka-setup: these are restarted one host at a time.\n${lines.join('')}`;
	return [
		...folders.map(folder => directory({path: folder, title: 'Folder of needrestart'})),
		file({id: 'needrestart', title: 'No restart by needrestart', path, content}),
	].map(withApt);
}
