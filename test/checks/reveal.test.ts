import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

/** How often each file opens a secret, and what for. One more is a decision: what is opened can be printed. */
const openings: Readonly<Record<string, readonly [count: number, why: string]>> = {
	'source/local/secrets.ts': [1, 'what was typed at a prompt is checked as what comes from elsewhere'],
	'source/ssh/login/auth.ts': [1, 'the password of a login'],
	'source/ssh/login/questions.ts': [1, 'the answers to keyboard-interactive questions'],
	'source/ssh/login/identity-file.ts': [1, 'the passphrase of a key file'],
	'source/ssh/login/password-gate.ts': [1, 'whether a host has refused this password already'],
	'source/ssh/system/system-link.ts': [
		1,
		'what ssh’s askpass is told: the password of a login, the passphrase of a key, an answer',
	],
	'source/ssh/shell/root-shell.ts': [1, 'the standard input of a remote command'],
	'source/ssh/shell/start-shell.ts': [1, "sudo's standard input"],
	'source/host/files/file.ts': [1, 'the content of a file that only root reads'],
	'source/host/files/put.ts': [2, 'the digest and the bytes of that file'],
	'source/kafka/database/refusals.ts': [2, 'whether a database has refused this login already'],
	'source/kafka/database/request.ts': [1, 'the standard input of the program that logs in to a database'],
	'source/ui/components/secret-input.tsx': [2, 'the next key is put behind it, and dots are drawn for its first characters'],
};

test('every call of reveal() is one of these', () => {
	const found: Record<string, number> = {};
	for (const entry of readdirSync(join(root, 'source'), {recursive: true, withFileTypes: true})) {
		const path = join(entry.parentPath, entry.name);
		if (!entry.isFile() || path.endsWith('core/secret.ts')) continue;
		const count = readFileSync(path, 'utf8').match(/\breveal\b/g)?.length ?? 0;
		if (count > 0) found[path.slice(root.length)] = count;
	}
	expect(found).toEqual(Object.fromEntries(Object.entries(openings).map(([file, [count]]) => [file, count])));
});
