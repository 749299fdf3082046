import {type ReactNode, useState} from 'react';
import type {Hint} from '../../components/key-hints.tsx';
import {Menu} from '../../components/menu.tsx';
import {Page, pageLayout} from '../../components/page.tsx';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {failureRows, noticeRows} from '../failure-rows.ts';
import {cleanPath} from '../local-path.ts';
import {type PageId, pagesFor, pageTitles} from '../page-order.ts';
import type {PageProps} from '../page-props.ts';
import {notedStages, planCounts, planRows} from '../plan/plan-tree.ts';
import {usePlan} from '../plan/use-plan.ts';
import {untouched, usualPath} from '../wizard-state.ts';
import {DiffView} from './diff-view.tsx';
import {ReviewTree, type ReviewView} from './review-tree.tsx';

/** What a row of depth 1 has beside its text: the cursor, its indentation and its mark. */
const noteWidth = (width: number) => Math.max(20, width - 8);

/** The gate: what an installation would change, before anything has been. */
export function ReviewPage(props: PageProps) {
	const {state, reading, dispatch, size, typed, functions, finish} = props;
	const {width, body} = pageLayout(size);
	const [view, setView] = useState<ReviewView>('tree');
	const [attempt, setAttempt] = useState(0);
	/** Where the file goes: what this machine remembers of the cluster is found by it, so the plan follows it. */
	const [path, setPath] = useState(usualPath(state));
	const [typedPath, typePath] = useState(path);
	const [written, setWritten] = useState<string | undefined>(undefined);
	const [notice, setNotice] = useState('');
	const [chosen, setOpen] = useState<ReadonlySet<string> | undefined>(undefined);
	const [at, go] = useState(0);
	const planned = usePlan(
		reading.cluster === undefined ? undefined : reading.text,
		cleanPath(path),
		attempt,
		typed,
		functions.plan,
	);
	const open = chosen ?? (planned.summary === undefined ? new Set<string>() : notedStages(planned.summary));
	const problems =
		reading.cluster === undefined
			? labelledProblems(state.answers, reading)
			: planned.problem === undefined
				? []
				: [planned.problem];
	const {removal, failure} = planned.summary ?? {};
	const toTree = () => setView('tree');
	const frame = (hints: readonly Hint[], children: ReactNode) => (
		<Page size={size} title={props.title} progress={props.progress} hints={hints}>
			{children}
		</Page>
	);

	const write = async (target: string, then: (path: string) => void = () => undefined) => {
		const to = cleanPath(target);
		try {
			setNotice(`✔ ${await functions.save(reading.text, to)}`);
			setWritten(to);
			setPath(target);
			then(to);
		} catch (error) {
			setNotice(`✖ ${error instanceof Error ? error.message : String(error)}`);
		}
		toTree();
	};

	if (typeof view === 'object') {
		return frame(
			[
				['Esc', 'back'],
				['↑↓ PgUp PgDn', 'scroll'],
			],
			<DiffView change={view.diff} onClose={toTree} width={width} height={body} />,
		);
	}
	if (view === 'edit') {
		const pages = pagesFor(reading).filter(page => page !== 'start' && page !== 'review');
		return frame(
			[
				['Enter', 'change'],
				['Esc', 'back'],
			],
			<Menu<PageId>
				items={pages.map(page => ({value: page, label: pageTitles[page]}))}
				onSelect={page => dispatch({type: 'edit', page})}
				onKey={press => press.name === 'escape' && toTree()}
				height={body}
			/>,
		);
	}
	const command = `kafka-setup apply ${written ?? cleanPath(path)}`;
	return (
		<ReviewTree
			{...props}
			rowsOf={open => (planned.summary === undefined ? [] : planRows(planned.summary, open, noteWidth(width)))}
			status={
				planned.summary !== undefined
					? `${untouched(state)} · ${planCounts(planned.summary)}`
					: problems.length > 0
						? 'No plan'
						: `${planned.progress} …`
			}
			refused={planned.summary === undefined ? problems.flatMap(problem => failureRows(problem, width - 1)) : []}
			told={[
				...(removal === undefined ? [] : noticeRows(removal, width - 1)),
				...(failure === undefined ? [] : failureRows({message: failure.message}, width - 1)),
			]}
			ready={planned.summary !== undefined && failure === undefined}
			notice={notice}
			command={command}
			view={view}
			open={open}
			setOpen={setOpen}
			at={at}
			go={go}
			setView={next => {
				setNotice('');
				typePath(path);
				setView(next);
			}}
			path={path}
			typedPath={typedPath}
			typePath={typePath}
			onWrite={() => void write(typedPath)}
			onAgain={() => setAttempt(attempt + 1)}
			onInstall={() => void write(path, to => finish('install', to))}
			onQuit={() => finish(written === undefined ? 'quit' : 'write', written)}
		/>
	);
}
