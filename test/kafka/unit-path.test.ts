import {expect, test} from 'vitest';
import {unitPath} from '../../source/kafka/unit-path.ts';

test.each(['/', '/data', '/mnt/big disk', '/mnt/50%', '/a\\b', '/é'])('%j is a path for a unit', path => {
	expect(unitPath(path, 'kafka-01')).toBe(path);
});

test.each(['', 'data', '/data ', '/data\\', '/a\nUser=root', '/a\x1b[2J', '/a\u{10ffff}'])('%j is none', path => {
	expect(() => unitPath(path, 'kafka-01')).toThrow(
		/^kafka-01 has its data on "[^\x00-\x1f]*", a path that a systemd unit can't name$/,
	);
});
