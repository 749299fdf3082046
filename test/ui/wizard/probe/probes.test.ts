import {describe, expect, it, vi} from 'vitest';
import {Secret} from '../../../../source/core/secret.ts';
import {createProbes} from '../../../../source/ui/wizard/probe/probes.ts';
import type {HostProbe, ProbeTarget} from '../../../../source/ui/wizard/wizard-functions.ts';
import {wellHost} from '../scene.tsx';

const usual = {controller: ['/var/lib/kafka/controller'], zookeeper: ['/var/lib/zookeeper'], kafka: ['/var/lib/kafka/data']};
const target = (name: string, ssh: ProbeTarget['ssh'] = {}, directories = usual): ProbeTarget => ({
	host: {name},
	ssh,
	directories,
});

function scene() {
	const log: string[] = [];
	const found = new Map<string, (probe: HostProbe) => void>();
	const store = createProbes((one, _secrets, tell) => {
		log.push(`probe ${one.host.name}`);
		found.set(one.host.name, tell);
		return () => log.push(`stop ${one.host.name}`);
	}, 0);
	return {log, found, store};
}

describe('the background probes', () => {
	it('begin once for each host, and again for one whose login changed', () => {
		const {log, store} = scene();
		store.want([target('a'), target('b')], new Map());
		store.want([target('a'), target('b')], new Map());
		store.want([target('a'), target('b', {user: 'ops'})], new Map());
		expect(log).toEqual(['probe a', 'probe b', 'stop b', 'probe b']);
	});

	it('begin again for all when ids may stand in another directory', () => {
		const {log, store} = scene();
		store.want([target('a')], new Map());
		store.want([target('a', {}, {...usual, kafka: ['/data/kafka']})], new Map());
		expect(log).toEqual(['probe a', 'stop a', 'probe a']);
	});

	it('stop for a host that is gone, and forget it', () => {
		const {log, store} = scene();
		store.want([target('a'), target('b')], new Map());
		store.want([target('b')], new Map());
		expect(log).toEqual(['probe a', 'probe b', 'stop a']);
		expect([...store.get().keys()]).toEqual(['b']);
	});

	it('begin again for all when a secret was typed', () => {
		const {log, store} = scene();
		store.want([target('a')], new Map());
		store.want([target('a')], new Map([['ssh.sudoPassword', new Secret('x')]]));
		expect(log).toEqual(['probe a', 'stop a', 'probe a']);
	});

	it('tell what was found, many findings in one notice', async () => {
		const {found, store} = scene();
		const notices = vi.fn();
		store.subscribe(notices);
		store.want([target('a'), target('b')], new Map());
		found.get('a')!(wellHost);
		found.get('b')!(wellHost);
		await vi.waitFor(() => expect(notices).toHaveBeenCalledTimes(1));
		expect(store.get().get('a')).toBe(wellHost);
	});

	it('do not listen to a probe that was stopped', () => {
		const {found, store} = scene();
		store.want([target('a')], new Map());
		const old = found.get('a')!;
		store.again(['a']);
		old(wellHost);
		expect(store.get().get('a')?.done).toBe(false);
		store.again(['nobody']);
		store.close();
	});
});
