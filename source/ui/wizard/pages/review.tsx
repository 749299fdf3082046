import {useState} from 'react';
import type {Hint} from '../../components/key-hints.tsx';
import {Page, pageLayout} from '../../components/page.tsx';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {type FailureRow, failureRows, noticeRows} from '../failure-rows.ts';
import {cleanPath} from '../local-path.ts';
import type {PageProps} from '../page-props.ts';
import {notedStages, planCounts, planRows} from '../plan/plan-tree.ts';
import {type Planned, usePlan} from '../plan/use-plan.ts';
import type {PlanSummary} from '../wizard-functions.ts';
import {untouched, usualPath, type WizardState} from '../wizard-state.ts';
import {AnswerMenu} from './answer-menu.tsx';
import {DiffView} from './diff-view.tsx';
import {ReviewTree, type ReviewView} from './review-tree.tsx';
import {useClusterFile, useKeptAs} from './use-cluster-file.ts';

/** What a row of depth 1 has beside its text: the cursor, its indentation and its mark. */
const noteWidth = (width: number) => Math.max(20, width - 8);

const diffHints: readonly Hint[] = [
	['Esc', 'back'],
	['↑↓ PgUp PgDn', 'scroll'],
];
const editHints: readonly Hint[] = [
	['Enter', 'change'],
	['Esc', 'back'],
];

/** What is to be known before the plan is read. */
const toldRows = ({removal, failure}: PlanSummary, width: number): readonly FailureRow[] => [
	...(removal === undefined ? [] : noticeRows(removal, width)),
	...(failure === undefined ? [] : failureRows({message: failure.message, hint: failure.hint}, width)),
];

/** How it stands with the plan. */
function statusOf(state: WizardState, {summary, progress}: Planned, refused: boolean): string {
	if (summary !== undefined) return `${untouched(state)} · ${planCounts(summary)}`;
	return refused ? 'No plan' : `${progress} …`;
}

/** The gate: what an installation would change, before anything has been. */
export function ReviewPage(props: PageProps) {
	const {state, reading, dispatch, size, title, progress, typed, functions, finish} = props;
	const {width, body} = pageLayout(size);
	const [view, setView] = useState<ReviewView>('tree');
	const [attempt, setAttempt] = useState(0);
	const file = useClusterFile(usualPath(state), functions.save);
	const [chosen, setOpen] = useState<ReadonlySet<string> | undefined>(undefined);
	const [at, go] = useState(0);
	const text = reading.cluster === undefined ? undefined : reading.text;
	const planned = usePlan(text, cleanPath(file.path), attempt, typed, functions.plan);
	const kept = useKeptAs(reading.text, cleanPath(file.path), view === 'confirm', functions.keptAs);
	const {summary} = planned;
	const open = chosen ?? (summary === undefined ? new Set<string>() : notedStages(summary));
	const problems =
		reading.cluster === undefined
			? labelledProblems(state.answers, reading)
			: planned.problem === undefined
				? []
				: [planned.problem];
	const toTree = () => setView('tree');
	const install = (written?: string) => {
		if (written !== undefined) finish('install', written);
		toTree();
	};

	if (typeof view === 'object') {
		return (
			<Page size={size} title={title} progress={progress} hints={diffHints}>
				<DiffView change={view.diff} onClose={toTree} width={width} height={body} />
			</Page>
		);
	}
	if (view === 'edit') {
		return (
			<Page size={size} title={title} progress={progress} hints={editHints}>
				<AnswerMenu reading={reading} onSelect={page => dispatch({type: 'edit', page})} onClose={toTree} height={body} />
			</Page>
		);
	}
	return (
		<ReviewTree
			{...props}
			rowsOf={open => (summary === undefined ? [] : planRows(summary, open, noteWidth(width)))}
			status={statusOf(state, planned, problems.length > 0)}
			refused={summary === undefined ? problems.flatMap(problem => failureRows(problem, width - 1)) : []}
			told={summary === undefined ? [] : toldRows(summary, width - 1)}
			ready={summary !== undefined && summary.failure === undefined}
			file={file}
			kept={kept}
			view={view}
			open={open}
			setOpen={setOpen}
			at={at}
			go={go}
			setView={next => {
				file.settle();
				setView(next);
			}}
			onWrite={() => void file.write(reading.text, file.typedPath, toTree)}
			onAgain={() => {
				functions.tryAgain();
				setAttempt(attempt + 1);
			}}
			onInstall={() => void file.write(reading.text, file.path, install)}
			onQuit={() => finish(file.written === undefined ? 'quit' : 'write', file.written)}
		/>
	);
}
