import {describe, expect, it} from 'vitest';
import {notStarted} from '../../source/steps/service-failure.ts';
import {fakeContext} from '../helpers/context.ts';
import {fakeConnection} from '../helpers/fake-connection.ts';

const context = fakeContext(fakeConnection([]));
const spec = {unit: 'kafka-connect', answers: {what: 'port 8083 to answer'}, fatal: ['Stopping after'], startSeconds: 60};
const frames = Array.from({length: 30}, (_, index) => `\tat org.example.Frame.run(Frame.java:${index})`);

describe('the error of a service that does not start', () => {
	it('shows the lines around the cause, however much came after it, and no frames of stack traces', () => {
		const cause = 'FATAL: password authentication failed for user "app"';
		const noise = Array.from({length: 25}, (_, index) => `INFO closing part ${index}`);
		const explain = (lines: readonly string[]) => ({
			message: 'refused',
			hint: 'mend it',
			line: lines.find(line => line === cause)!,
		});
		const error = notStarted(context, {...spec, explain}, 'connect-standalone', {
			code: 3,
			stdout: [...noise, cause, ...frames, ...noise].join('\n'),
			stderr: '',
		});
		expect(error.message).toBe('refused, on kafka-01');
		expect(error.tail).toEqual([...noise.slice(-5), cause, ...noise.slice(0, 2)]);
	});

	it('names the fatal line when nobody knows what it means', () => {
		const error = notStarted(context, spec, 'connect-standalone', {
			code: 3,
			stdout: 'INFO a\nERROR Stopping after x\n\t... 12 more\n',
			stderr: '',
		});
		expect(error.message).toBe('kafka-connect cannot go on: ERROR Stopping after x, on kafka-01');
		expect(error.tail).toEqual(['INFO a', 'ERROR Stopping after x']);
		expect(error.hint).toContain('journalctl -u kafka-connect -n 50');
	});
});
