import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {fetchKey} from '../../../source/host/packages/repository-key.ts';
import {fakeContext} from '../../helpers/context.ts';
import {localConnection} from '../../helpers/local-connection.ts';
import {shims} from '../../helpers/shims.ts';
import {tempDir} from '../../helpers/temp-dir.ts';

/** How a host with this apt and dnf fetches a key: what is called, as the last words of the refusal. */
async function fetchedBy(apt: string, dnf: string): Promise<string> {
	const folder = tempDir();
	const called = join(folder, 'called');
	writeFileSync(called, '');
	const conf = join(folder, 'dnf.conf');
	writeFileSync(conf, dnf);
	const helper = join(folder, 'apt-helper');
	writeFileSync(helper, '#!/bin/bash\necho "helper $*" >&2; exit 100\n', {mode: 0o755});
	const connection = localConnection({
		prefix: shims({
			'apt-config': `cat <<'END'\n${apt}\nEND`,
			curl: 'echo "curl $* by $http_proxy and $https_proxy" >&2; exit 7',
			env: `echo "env $*" >>${called}; exec /usr/bin/env "$@"`,
		}),
		paths: {'/usr/lib/apt/apt-helper': helper, '/etc/dnf/dnf.conf': conf, '/etc/yum.conf': join(folder, 'none')},
	});
	const failure = await fetchKey(fakeContext(connection), 'https://packages.example/archive.key', 'A'.repeat(40)).catch(String);
	// What is called with a proxy as its argument shows a password in it to everyone on the host.
	expect(readFileSync(called, 'utf8')).toBe('');
	return failure;
}

test('a proxy of the package manager is the way of the key too', async () => {
	const words = 'APT "";\nAcquire::http::Proxy::packages.example "";\n';
	expect(await fetchedBy(`${words}Acquire::http::Proxy "http://proxy:3128";`, '')).toContain('helper -q download-file https://');
	expect(await fetchedBy(`${words}Acquire::https::Proxy "http://proxy:3128";`, '')).toContain('helper -q download-file https://');
	expect(await fetchedBy(words, '')).toMatch(/curl -fsSL --connect-timeout 10 --max-time 60 -o \S+ https:/);
	expect(await fetchedBy(words, '[main]\n proxy = http://proxy:3128\n')).toMatch(
		/curl (?!.*proxy:3128.*https:).* by http:\/\/proxy:3128 and http:\/\/proxy:3128/,
	);
	for (const none of ['proxy=_none_\n', 'proxy=\n', 'proxy=http://a b\n', '# proxy=http://x\n'])
		expect(await fetchedBy(words, none)).not.toMatch(/ by http/);
});
