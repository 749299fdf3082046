import {sh} from '../../core/command.ts';
import type {ConvergeStep} from '../../core/plan.ts';
import {tableName} from '../firewall/port-table.ts';
import {must} from '../shell.ts';
import {removeService} from './remove-service.ts';

/** Takes our table out of nftables, and keeps it from being loaded again. Whoever put the unit in its place has that left. */
export function removeTable(unit: string, unitFile: string): ConvergeStep {
	const service = removeService({unit, settings: unitFile});
	const look = sh`[ -e ${unitFile} ] && nft list table inet ${tableName} >/dev/null 2>&1`;
	return {
		...service,
		async check(context) {
			const changes = await service.check(context);
			if ((await context.exec(look)).code !== 0) return changes;
			return [...changes, {what: `delete the table ${tableName} of nftables`}];
		},
		async apply(context) {
			if ((await service.check({...context, note: () => {}, report: () => {}})).length > 0) await service.apply(context);
			if ((await context.exec(look)).code !== 0) return;
			await must(context, sh`nft delete table inet ${tableName}`, {show: true});
		},
	};
}
