import {useState} from 'react';
import {describe, expect, it} from 'vitest';
import type {Secret} from '../../../source/core/secret.ts';
import {HostListInput} from '../../../source/ui/components/host-list-input.tsx';
import {SecretInput} from '../../../source/ui/components/secret-input.tsx';
import {TextInput} from '../../../source/ui/components/text-input.tsx';
import {keys, show} from '../helpers/app.ts';

type Log = {readonly passed: string[]; value: string};

function Field({log, initial = ''}: {readonly log: Log; readonly initial?: string}) {
	const [value, set] = useState(initial);
	log.value = value;
	return (
		<TextInput value={value} onChange={set} onKey={press => log.passed.push(press.name)} isActive width={20} placeholder="9092" />
	);
}

const textField = (initial?: string) => {
	const log: Log = {passed: [], value: ''};
	return {log, app: show(<Field log={log} {...(initial === undefined ? {} : {initial})} />)};
};

describe('a text field', () => {
	it('takes what is typed, one key or many at a time, and shows the cursor', async () => {
		const {app, log} = textField();
		expect(app.frame()).toBe('▏(9092)');
		await app.press('k', 'afka');
		expect(app.frame()).toBe('kafka▏');
		await app.press(keys.left, keys.left, 'X');
		expect(app.frame()).toBe('kafX▏ka');
		expect(log.value).toBe('kafXka');
	});

	it('takes two Backspaces of one read', async () => {
		const {app, log} = textField('kafka');
		await app.press('\x7f\x7f');
		expect(log.value).toBe('kaf');
	});

	it('keeps every key of a read that comes before the screen was drawn', async () => {
		const {app, log} = textField('one two');
		await app.press(`${keys.ctrl('w')}x${keys.ctrl('a')}y`);
		expect(log.value).toBe('yone x');
	});

	it('never submits by a paste, and passes a real Enter on', async () => {
		const {app, log} = textField();
		await app.press('jdbc:x\r', keys.paste('/a\r'));
		expect(log).toEqual({passed: [], value: 'jdbc:x/a'});
		await app.press(keys.enter, keys.escape, keys.tab, keys.up);
		expect(log.passed).toEqual(['enter', 'escape', 'tab', 'up']);
	});

	it('leaves a question mark to the help only while it is empty', async () => {
		const {app, log} = textField();
		await app.press('?', 'a', '?');
		expect(log).toEqual({passed: ['text'], value: 'a?'});
	});

	it('shows the end of a long value, and the part around the cursor', async () => {
		const {app} = textField(`/opt/drivers/${'x'.repeat(30)}.jar`);
		expect(app.frame()).toMatch(/^x+\.jar▏$/);
		await app.press(keys.home);
		expect(app.frame()).toMatch(/^▏\/opt\/drivers\/x+$/);
	});
});

type SecretLog = {readonly passed: string[]; value: Secret | undefined};

function Password({log}: {readonly log: SecretLog}) {
	const [value, set] = useState<Secret | undefined>(undefined);
	log.value = value;
	return <SecretInput value={value} onChange={set} onKey={press => log.passed.push(press.name)} isActive width={20} />;
}

describe('a field for a secret', () => {
	it('shows dots, and holds what was typed in a Secret', async () => {
		const log: SecretLog = {passed: [], value: undefined};
		const app = show(<Password log={log} />);
		await app.press('h?nter', '22', '\x7f');
		expect(app.frame()).toBe('•••••••▏');
		expect(String(log.value)).toBe('•••');
		expect(log.value?.reveal()).toBe('h?nter2');
	});

	it('shows as many dots for a long one as for a longer one', async () => {
		const app = show(<Password log={{passed: [], value: undefined}} />);
		for (const more of ['12345678', '9', '0123456789']) {
			await app.press(more);
			expect(app.frame()).toBe('••••••••▏');
		}
	});

	it.each([['hunter2\r'], ['hunter2\rsecond line\r'], [keys.paste('hunter2\n')], [keys.paste('hunter2\r\nx')]])(
		'takes a paste up to its first line end: %j',
		async pasted => {
			const log: SecretLog = {passed: [], value: undefined};
			const app = show(<Password log={log} />);
			await app.press(pasted);
			expect(log.value?.reveal()).toBe('hunter2');
			expect(log.passed).toEqual([]);
		},
	);

	it('is empty again after Ctrl+U', async () => {
		const log: SecretLog = {passed: [], value: undefined};
		const app = show(<Password log={log} />);
		await app.press('abc', keys.ctrl('u'));
		expect(log.value).toBeUndefined();
	});
});

function Hosts({log, problems = new Map()}: {readonly log: Log; readonly problems?: ReadonlyMap<number, string>}) {
	const [value, set] = useState('');
	log.value = value;
	return (
		<HostListInput
			value={value}
			onChange={set}
			onKey={press => log.passed.push(press.name)}
			problems={problems}
			isActive
			width={50}
			height={4}
			placeholder={['kafka-01, kafka-02', 'admin@kafka-03:2222']}
		/>
	);
}

describe('the box of hosts', () => {
	it('shows examples while it is empty, then numbered lines', async () => {
		const log: Log = {passed: [], value: ''};
		const app = show(<Hosts log={log} />);
		expect(app.frame()).toBe('1 ▏such as kafka-01, kafka-02\n2 or admin@kafka-03:2222');
		await app.press('a', keys.enter, 'b');
		expect(app.frame()).toBe('1 a\n2 b▏');
	});

	it('takes 200 hosts in chunks cut in the middle of a line, and submits nothing', async () => {
		const log: Log = {passed: [], value: ''};
		const app = show(<Hosts log={log} />);
		const hosts = Array.from({length: 200}, (_, index) => `kafka-${index}.example.org`);
		const text = hosts.join('\r');
		for (let at = 0; at < text.length; at += 1021) await app.press(text.slice(at, at + 1021));
		expect(log.value.split('\n')).toEqual(hosts);
		expect(log.passed).toEqual([]);
		expect(app.frame().split('\n')).toHaveLength(4);
		expect(app.frame()).toContain('200 kafka-199.example.org▏');
	});

	it('marks a bad line in its place, within the width', async () => {
		const log: Log = {passed: [], value: ''};
		const app = show(<Hosts log={log} problems={new Map([[1, 'port 99999 is not in 1-65535']])} />);
		await app.press('a\rb:99999\rc');
		expect(app.frame()).toBe('1 a\n2 b:99999  ✖ port 99999 is not in 1-65535\n3 c▏');
	});

	it('leaves Tab and Esc to the page', async () => {
		const log: Log = {passed: [], value: ''};
		const app = show(<Hosts log={log} />);
		await app.press('a', keys.tab, keys.escape, keys.ctrl('d'));
		expect(log.passed).toEqual(['tab', 'escape', 'ctrl+d']);
	});
});
