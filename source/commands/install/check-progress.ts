import type {EventBody} from '../../core/events.ts';

/** Tells how far a look at the hosts is. @param hosts how many are logged in to */
export function checkProgress(hosts: number, progress: (text: string) => void): (event: EventBody) => void {
	let [connected, checks, done] = [0, 0, 0];
	return event => {
		if (event.type === 'host-connected') progress(`logged in to ${++connected} of ${hosts} hosts`);
		else if (event.type === 'run-started')
			checks = event.stages.flatMap(stage => stage.hosts).reduce((sum, {steps}) => sum + steps.length, 0);
		else if (event.type === 'step-finished') progress(`${++done} of ${checks} checks`);
	};
}
