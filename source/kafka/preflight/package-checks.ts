import {rawCommand} from '../../core/command.ts';
import {lockSeconds} from '../../host/packages/package-locks.ts';
import type {DeepLookAt} from './deep-look.ts';
import {type HostCheck, hostCheck, ok} from './host-check.ts';
import type {LookAt} from './host-look.ts';

export const packageLock = (look: DeepLookAt): HostCheck =>
	hostCheck('package-lock', async context => {
		const {locks} = await look(context);
		const wanted = 'held by nobody';
		if (locks.length === 0) return ok(wanted, wanted);
		return locks.map(lock => ({
			state: 'warning',
			found: lock,
			wanted,
			what: `the package manager of ${context.host.name} is busy: ${lock}`,
			fix: `apply waits for it, up to ${lockSeconds / 60} min. Do not kill it; see what it does`,
			run: 'ps -eo pid,etime,args | grep -E "apt|dpkg|dnf|yum|packagekit"',
		}));
	});

/** Where apt is, an installation repairs this first; a person may want to know what was interrupted before. */
export const packageState = (look: LookAt, deep: DeepLookAt): HostCheck =>
	hostCheck('package-state', async context => {
		const wanted = 'nothing interrupted';
		const [{interrupted}, {audit}] = await Promise.all([look(context), deep(context)]);
		if (!interrupted && audit === '') return ok(wanted, wanted);
		const found = interrupted ? 'dpkg was interrupted' : `dpkg --audit: ${audit}`;
		return [
			{
				state: 'warning',
				found,
				wanted,
				what: `an installation of packages was interrupted on ${context.host.name}`,
				fix: 'apply repairs it before it installs anything. By hand',
				run: 'dpkg --configure -a && apt-get install -f && dpkg --audit',
			},
		];
	});

/** Where dnf is, it is not told by a file. */
const restarting = rawCommand(
	'command -v needs-restarting >/dev/null && ! timeout 20 needs-restarting -r >/dev/null 2>&1 && echo yes; true',
);

export const reboot = (look: LookAt): HostCheck =>
	hostCheck('reboot', async context => {
		const wanted = 'none';
		const [now, {stdout}] = await Promise.all([look(context), context.exec(restarting)]);
		if (!now.reboot && stdout !== 'yes\n') return ok('none', wanted);
		return [
			{
				state: 'warning',
				found: 'a reboot is pending',
				wanted,
				what: `${context.host.name} waits for a reboot`,
				fix: 'Restart it before it has a broker; later, one host at a time',
				run: 'systemctl reboot',
			},
		];
	});
