import {expect} from 'vitest';
import type {RunEvent} from '../../source/core/events.ts';
import {kafkaSetup} from './lab.ts';
import {changedSteps, failuresOf} from './run-report.ts';

/** Applies a file, and again, which changes nothing. @returns the events of the first run */
export async function installedTwice(file: string): Promise<readonly RunEvent[]> {
	const first = await kafkaSetup(['apply', file, '--reporter', 'json']);
	expect([first.code, failuresOf(first.events), first.stderr]).toEqual([0, [], '']);
	const second = await kafkaSetup(['apply', file, '--reporter', 'json']);
	expect([second.code, changedSteps(second.events)]).toEqual([0, []]);
	return first.events;
}
