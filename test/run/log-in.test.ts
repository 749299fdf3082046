import {expect, it} from 'vitest';
import {Secret} from '../../source/core/secret.ts';
import {createSecretResolver} from '../../source/local/secrets.ts';
import {sshSettings} from '../../source/run/log-in.ts';
import {sampleCluster} from '../helpers/sample-cluster.ts';

it('the login is told which passwords the cluster file names', () => {
	const {ssh} = sampleCluster;
	const resolver = createSecretResolver(async () => new Secret('x'));
	const named = (changes: Partial<typeof ssh>) =>
		sshSettings({...sampleCluster, ssh: {...ssh, password: undefined, ...changes}}, false, resolver).named;
	expect(named({})).toEqual([]);
	expect(named({password: 'env:P'})).toEqual(['password']);
	expect(named({password: 'env:P', jumpPassword: 'env:J'})).toEqual(['password', 'jumpPassword']);
});
