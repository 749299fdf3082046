import type {Cluster, SecretRef, Source} from './cluster.ts';

/** A secret that a cluster names. Every place where one may stand is in `mapSecrets`, and nowhere else. */
export type ClusterSecret = {
	/** Its key in the cluster file, a source by its name: `ssh.password`, `connect.sources.orders.password`. */
	readonly path: string;
	/** What it is called in questions and errors. */
	readonly label: string;
	/** What needs it: the login to the hosts, or the workers of Connect. */
	readonly usedBy: 'ssh' | 'connect';
	readonly ref: SecretRef;
};

/** The secrets of a login by their keys under `ssh:`, each as it is called. */
export const sshLabels = {
	password: 'SSH password',
	jumpPassword: 'SSH password of jump hosts',
	passphrase: 'key passphrase',
	sudoPassword: 'sudo password',
} as const;

/** The password of a source, if it has one. */
export function passwordOf({name, password}: Source): ClusterSecret | undefined {
	if (password === undefined) return undefined;
	const path = `connect.sources.${name}.password`;
	return {path, label: `database password of source ${name}`, usedBy: 'connect', ref: password};
}

/** The cluster with another reference in place of each one. */
export function mapSecrets(cluster: Cluster, map: (secret: ClusterSecret) => SecretRef): Cluster {
	const {ssh, connect} = cluster;
	const mapped = (secret: ClusterSecret | undefined) => (secret === undefined ? undefined : map(secret));
	const ofLogin = (key: keyof typeof sshLabels) => {
		const ref = ssh[key];
		return mapped(ref === undefined ? undefined : {path: `ssh.${key}`, label: sshLabels[key], usedBy: 'ssh', ref});
	};
	return {
		...cluster,
		ssh: {
			...ssh,
			password: ofLogin('password'),
			jumpPassword: ofLogin('jumpPassword'),
			passphrase: ofLogin('passphrase'),
			sudoPassword: ofLogin('sudoPassword'),
		},
		connect: {...connect, sources: connect.sources.map(source => ({...source, password: mapped(passwordOf(source))}))},
	};
}

/** All secrets that a cluster names, in the order in which they are asked for. */
export function secretsOf(cluster: Cluster): readonly ClusterSecret[] {
	const found: ClusterSecret[] = [];
	mapSecrets(cluster, secret => {
		found.push(secret);
		return secret.ref;
	});
	return found;
}
