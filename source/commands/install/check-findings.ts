import {remember} from '../../core/remember.ts';
import {contextOf, type Session} from '../../core/session.ts';
import {bareChecks} from '../../kafka/preflight/bare-checks.ts';
import {entryOf} from '../../kafka/preflight/catalogue.ts';
import {checkStep} from '../../kafka/preflight/host-check.ts';
import type {HostProbe} from '../../ui/wizard/wizard-functions.ts';

/** What the checks of a run that need no cluster file find in a host, of what is not well. They are the same, and so are their words. */
export async function checkFindings(session: Session, belongs: boolean): Promise<NonNullable<HostProbe['checks']>> {
	const {signal} = new AbortController();
	const asking = {...session, connection: remember(session.connection)};
	const found = bareChecks(belongs).map(async one => {
		const ref = {stage: 'preflight', host: session.host.name, step: one.id};
		const context = contextOf(asking, ref, {emit() {}, signal});
		await checkStep(one, false).check?.(context);
		const {title} = entryOf(one.id);
		return context.reports.flatMap(report => {
			if (report.kind !== 'check') return [];
			const {kind: _, ...finding} = report;
			return [{...finding, title}];
		});
	});
	return (await Promise.all(found)).flat();
}
