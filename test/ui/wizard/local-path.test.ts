import {describe, expect, it} from 'vitest';
import {cleanPath} from '../../../source/ui/wizard/local-path.ts';

describe('a path as it is pasted or dropped', () => {
	it.each([
		[' /a/b.jar\n', '/a/b.jar'],
		["'/a/my driver.jar' ", '/a/my driver.jar'],
		['"/a/b.jar"', '/a/b.jar'],
		['/a/my\\ driver\\(1\\).jar', '/a/my driver(1).jar'],
		['file:///a/my%20driver.jar', '/a/my driver.jar'],
		['file://localhost/a/b.jar', '/a/b.jar'],
		['file:///a/100%.jar', '/a/100%.jar'],
		['~/b.jar', '~/b.jar'],
	])('%j is %s', (given, path) => {
		expect(cleanPath(given)).toBe(path);
	});
});
