import {open, readdir, stat} from 'node:fs/promises';
import {relative} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {ago} from '../../core/view/ago.ts';
import {cutDestroyOf, tellCut} from '../../run/record/cut-destroy.ts';
import type {Drafts} from '../../state/store/drafts.ts';
import type {LastRun, Runs} from '../../state/store/runs.ts';
import {answersFrom, fieldOf} from '../../ui/wizard/answers/answers.ts';
import {isBlank} from '../../ui/wizard/page-order.ts';
import type {Beginning, Draft, Unfinished} from '../../ui/wizard/wizard-functions.ts';
import {unfinishedRun} from '../resume/unfinished-run.ts';
import {sha256OfFile} from './sha256-of-file.ts';

/** A cluster file says this early on. */
const headBytes = 16 * 1024;
/** Of a folder full of YAML only so many are looked at, and of what was found so much is offered. */
const [mostLooked, mostFiles, mostDrafts] = [100, 5, 4];

async function looksLikeCluster(path: string): Promise<boolean> {
	// A named pipe would keep the wizard waiting.
	if (!(await stat(path)).isFile()) return false;
	const file = await open(path);
	try {
		const {buffer, bytesRead} = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
		const head = buffer.toString('utf8', 0, bytesRead);
		return /^hosts:/m.test(head) && /^roles:/m.test(head);
	} finally {
		await file.close();
	}
}

async function clusterFilesIn(folder: string): Promise<readonly string[]> {
	const names = await readdir(folder).catch(() => []);
	const yaml = names
		.filter(name => /\.ya?ml$/.test(name) && !name.startsWith('.'))
		.sort()
		.slice(0, mostLooked);
	const fits = await Promise.all(yaml.map(name => looksLikeCluster(`${folder}/${name}`).catch(() => false)));
	return yaml.filter((_, index) => fits[index]).slice(0, mostFiles);
}

function told({cluster, startedAt, stoppedAt, done, steps}: LastRun, now: number): Unfinished {
	const left = steps - done;
	return {
		cluster,
		when: ago(startedAt, now),
		stoppedAt: stoppedAt ?? 'its beginning',
		remains: steps === 0 || done === 0 ? 'it had hardly begun' : `${left} of ${steps} steps remain`,
	};
}

/** The file of a draft, as long as it is there: where it is gone, the answers are written as those of a new cluster. */
function fileOf(file: string | undefined, seen: string | undefined): Pick<Draft, 'file' | 'fileChanged'> {
	const says = file === undefined ? undefined : sha256OfFile(file);
	if (file === undefined || says === undefined) return {};
	const near = relative(process.cwd(), file);
	return {file: near.startsWith('..') ? file : near, ...(says === seen ? {} : {fileChanged: true})};
}

/** What the first page offers. `demo`: the script that brings up hosts of this machine, where there is one. */
export async function beginningOf(runs: Runs, drafts: Drafts, demo: string | undefined, now = Date.now()): Promise<Beginning> {
	const last = unfinishedRun(runs.list());
	// A run that was refused since stands in the list in place of the destroy.
	const ended = runs.list().filter(({status}) => status !== 'succeeded');
	const cuts = await Promise.all(ended.map(({file}) => cutDestroyOf(file)));
	const removals = cuts.flatMap(cut => (cut === undefined ? [] : [tellCut(cut, now)]));
	const stored = drafts.list().map(draft => ({...draft, answers: answersFrom(draft.answers)}));
	return {
		...(last === undefined ? {} : {unfinished: told(last, now)}),
		...(removals.length === 0 ? {} : {removals}),
		drafts: stored
			.filter(({answers}) => !isBlank(answers))
			.filter(({answers}, index, all) => all.findIndex(other => isDeepStrictEqual(other.answers, answers)) === index)
			.slice(0, mostDrafts)
			.map(({id, at, answers, file, seen}) => ({
				id,
				name: fieldOf(answers, 'name') || 'kafka',
				when: ago(at, now),
				answers,
				...fileOf(file, seen),
			})),
		files: await clusterFilesIn(process.cwd()),
		demo: demo !== undefined,
	};
}
