import {type Command, joined, rawCommand, sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {stays} from '../remarks.ts';
import {must} from '../shell.ts';

export type TakeServiceSpec = {
	/** Without `.service`. */
	readonly unit: string;
	/** A file that is there for as long as the unit runs with our settings. */
	readonly settings: string;
};

const shown = (unit: string, ...properties: readonly string[]): Command =>
	sh`systemctl show ${unit} ${properties.flatMap(property => ['-p', property])}`;

const propertyOf = (stdout: string, property: string) => new RegExp(`^${property}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';

/** A service that we have started or enabled does neither run nor start with its host. One without our settings is not ours. */
export function removeService({unit, settings}: TakeServiceSpec): ConvergeStep {
	return {
		id: 'stop',
		title: `Stop ${unit}`,
		settleMs: 3000,
		async check(context) {
			const look = sh`[ -e ${settings} ] || echo foreign; ${shown(unit, 'ActiveState', 'UnitFileState')}`;
			const {stdout} = await must(context, look, {what: `look at ${unit}`});
			const runs = ['active', 'activating', 'reloading', 'deactivating'].includes(propertyOf(stdout, 'ActiveState'));
			const enabled = /^enabled/.test(propertyOf(stdout, 'UnitFileState'));
			if (!runs && !enabled) return [];
			if (stdout.startsWith('foreign\n')) {
				stays(context, 'left', `${unit} ${runs ? 'runs' : 'is enabled'} without ${settings}: it is not as we started it`);
				return [];
			}
			const verbs = [...(runs ? ['stop'] : []), ...(enabled ? ['disable'] : [])];
			return [{what: `${verbs.join(' and ')} ${unit}`, removes: [{kind: 'service', name: unit}]}];
		},
		async apply(context) {
			context.waiting(`${unit} to stop`);
			await must(context, sh`systemctl disable --now ${unit}`, {show: true});
			await context.exec(sh`systemctl reset-failed ${unit} 2>/dev/null`);
		},
	};
}

/** systemd knows no more of unit files than is there. */
export function rereadUnits(units: readonly string[]): ConvergeStep {
	return {
		id: 'units',
		title: 'Unit files read again',
		async check(context) {
			const {stdout} = await must(
				context,
				joined(
					units.map(unit => shown(unit, 'NeedDaemonReload')),
					'\n',
				),
				{what: 'look at the units'},
			);
			return /^NeedDaemonReload=yes$/m.test(stdout) ? [{what: 'reload the unit files'}] : [];
		},
		async apply(context) {
			await must(context, rawCommand('systemctl daemon-reload'), {show: true});
		},
	};
}
