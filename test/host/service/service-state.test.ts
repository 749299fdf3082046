import {expect, test} from 'vitest';
import {parseState} from '../../../source/host/service/service-state.ts';

const dropIn = '/etc/systemd/system/demo.service.d/own.conf';
const now = `${dropIn} 12 2026-11-23 10:00:00.000000000 +0000\n`;
const shown = (dropIns: string) => `LoadState=loaded\nActiveState=active\nSubState=running\nNeedDaemonReload=no\n${dropIns}`;
const needsReload = (dropIns: string, there = now) =>
	parseState(`${shown(dropIns)}\n== started\n== now\n${there}== answers\n`, [dropIn, '/etc/demo.conf']).needsReload;

test('the first drop-in of a unit, which systemd does not report as new, has to be read', () => {
	expect(needsReload('DropInPaths=')).toBe(true);
	expect(needsReload('DropInPaths=/run/other.conf')).toBe(true);
	expect(needsReload(`DropInPaths=/run/other.conf ${dropIn}`)).toBe(false);
	expect(needsReload('DropInPaths=', '')).toBe(false);
});
