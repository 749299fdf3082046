import {expect, test} from 'vitest';
import {knownLine, scene} from '../helpers/ssh-scene.ts';

test('a login tells what of ssh_config is not followed, of the jump hosts before it too', async () => {
	const {config, connect, server, write} = await scene();
	const [hop, one] = await Promise.all([server(), server()]);
	await write('known_hosts', knownLine(hop) + knownLine(one));
	await config({
		hop: `Port ${hop.port}\nBindAddress 127.0.0.1`,
		behind: `Port ${one.port}\nProxyJump hop\nBindAddress 127.0.0.1\nPreferredAuthentications publickey`,
		direct: `Port ${one.port}\nAddressFamily inet`,
		plain: `Port ${one.port}`,
	});
	const of = async (name: string) => (await connect({name})).way.notFollowed;
	expect(await of('behind')).toEqual(['BindAddress of hop', 'PreferredAuthentications']);
	expect(await of('direct')).toEqual(['AddressFamily']);
	expect(await of('plain')).toBeUndefined();
});
