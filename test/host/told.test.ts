import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {sh} from '../../source/core/command.ts';
import {tellScript, told} from '../../source/host/told.ts';
import {localConnection} from '../helpers/local-connection.ts';
import {tempDir} from '../helpers/temp-dir.ts';

const texts = {
	empty: '',
	lines: '\n\na=1\r\n\n',
	another: 'x\nlines forged\n',
	backslashes: '\\n \\\\ \\',
	signs: '&`$(reboot)*?\'" € 😀 \u0001\u007f\t',
};

test('texts are told apart, whatever they hold', async () => {
	const tells = Object.entries(texts).map(([key, text]) => sh`tell ${key} ${text}`.text);
	const {stdout} = await localConnection().exec(sh`${tellScript}\neval ${tells.join('\n')}`);
	expect(Object.fromEntries(told(stdout))).toEqual(texts);
});

test('a file is told as it is, up to a length, and only a regular one', async () => {
	const folder = tempDir();
	for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
	const bytes = Buffer.from(Array.from({length: 255}, (_, index) => index + 1));
	writeFileSync(join(folder, 'bytes'), bytes);
	const all = [...Object.keys(texts), 'bytes', 'pipe', 'none', 'folder'].map(
		name => sh`tell_file ${name} 1000 ${join(folder, name)}`.text,
	);
	const {stdout} = await localConnection().exec(sh`mkdir ${join(folder, 'folder')}; mkfifo ${join(folder, 'pipe')}
${tellScript}
eval ${[...all, sh`tell_file start 3 ${join(folder, 'lines')}`.text].join('\n')}`);
	expect(Object.fromEntries(told(stdout))).toEqual({...texts, bytes: bytes.toString('utf8'), start: '\n\na'});
});
