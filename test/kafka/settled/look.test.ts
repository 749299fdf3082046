import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawCommand, sh} from '../../../source/core/command.ts';
import {lookAtDirectories, readDisks} from '../../../source/kafka/settled/look.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {smallDisk, tempDir} from '../../helpers/temp-dir.ts';

test('what is in a directory of data, and on which disk it is or would be', async () => {
	const root = tempDir();
	const [kafka, keeper, link, later] = ['kafka', "my keeper's [x]", 'link', 'mnt/none/data'].map(name => join(root, name)) as [
		string,
		string,
		string,
		string,
	];
	for (const path of [kafka, join(keeper, 'version-2'), join(root, 'mnt')]) mkdirSync(path, {recursive: true});
	chmodSync(root, 0o755);
	writeFileSync(join(kafka, 'meta.properties'), 'version=1\nbroker.id=7\ncluster.id=abc\\n9-path /etc\n');
	writeFileSync(join(keeper, 'myid'), '3\n');
	writeFileSync(join(keeper, 'version-2', 'log.1'), '');
	symlinkSync(kafka, link);
	const prefix = await smallDisk(join(root, 'mnt'), 'size=64k');
	const host = localConnection({prefix});
	const {stdout: mount} = await host.exec(sh`findmnt -n -o TARGET --target ${root} | tail -n 1`);
	const {stdout} = await host.exec(lookAtDirectories([kafka, keeper, link, later, '/'], rawCommand(`tell said 'x y'`)));
	const {disks, said} = readDisks(stdout);
	const near = {mount: mount.trim(), exists: true, hasZnodes: false, hasOffsets: false};
	expect([...disks.values()]).toEqual([
		{...near, path: kafka, meta: {broker: '7', clusterId: 'abc\n9-path /etc'}},
		{...near, path: keeper, myid: '3', hasZnodes: true},
		{...near, path: link, meta: {broker: '7', clusterId: 'abc\n9-path /etc'}},
		{...near, path: later, mount: join(root, 'mnt'), exists: false},
		expect.objectContaining({path: '/', mount: '/', exists: true}),
	]);
	expect(said.get('said')).toBe('x y');
});
