import type {StepRef} from './events.ts';
import type {Host} from './inventory.ts';
import type {Stage, Step} from './plan.ts';

/** How events name a step of a host. */
export const refOf = (stage: Stage, host: Host, step: Step): StepRef => ({stage: stage.id, host: host.name, step: step.id});
