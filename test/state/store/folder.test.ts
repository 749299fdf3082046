import {homedir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {configFolder} from '../../../source/state/store/folder.ts';

const ofHome = join(homedir(), '.config/kafka-setup');

test('it lies in the home directory', () => {
	expect(configFolder({})).toBe(ofHome);
});

test('it lies where XDG_CONFIG_HOME says', () => {
	expect(configFolder({XDG_CONFIG_HOME: '/srv/settings'})).toBe('/srv/settings/kafka-setup');
	expect(configFolder({XDG_CONFIG_HOME: '/srv/settings/'})).toBe('/srv/settings/kafka-setup');
});

// By the specification an empty value counts as none, and a relative path has to be ignored.
test.each(['', 'settings', './settings', '~/settings'])('XDG_CONFIG_HOME=%j is as good as none', value => {
	expect(configFolder({XDG_CONFIG_HOME: value})).toBe(ofHome);
});
