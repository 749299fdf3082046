import {Box, Text} from 'ink';
import {type ReactNode, useState} from 'react';
import type {Change} from '../../../core/events.ts';
import {count} from '../../../core/view/words.ts';
import {clip, pad, windowStart} from '../../components/fold.ts';
import type {Hint} from '../../components/key-hints.tsx';
import {Menu} from '../../components/menu.tsx';
import {Page, pageLayout} from '../../components/page.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import {labelledProblems} from '../answers/labelled-problems.ts';
import {type FailureRow, failureRows, noticeRows} from '../failure-rows.ts';
import {cleanPath} from '../local-path.ts';
import {type PageId, pagesFor, pageTitles} from '../page-order.ts';
import type {PageProps} from '../page-props.ts';
import {hasDiff, notedStages, type PlanRow, planCounts, planRows} from '../plan/plan-tree.ts';
import {usePlan} from '../plan/use-plan.ts';
import {untouched, usualPath} from '../wizard-state.ts';
import {DiffView} from './diff-view.tsx';
import {FailureLines} from './failure-lines.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';

/** What a row of depth 1 has beside its text: the cursor, its indentation and its mark. */
const noteWidth = (width: number) => Math.max(20, width - 8);

type View = 'tree' | 'edit' | 'write' | 'confirm' | {readonly diff: Change};

/** The gate: what an installation would change, before anything has been. */
export function ReviewPage(props: PageProps) {
	const {state, reading, dispatch, size, typed, functions, finish} = props;
	const {width, body} = pageLayout(size);
	const [view, setView] = useState<View>('tree');
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
		<Tree
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

type TreeProps = PageProps & {
	readonly rowsOf: (open: ReadonlySet<string>) => readonly PlanRow[];
	readonly status: string;
	/** Why there is no plan. It stands in the place of the tree. */
	readonly refused: readonly FailureRow[];
	/** What is to be known before the plan is read. */
	readonly told: readonly FailureRow[];
	readonly ready: boolean;
	readonly notice: string;
	readonly command: string;
	readonly view: 'tree' | 'write' | 'confirm';
	/** What is open, and the row of the cursor: kept while a diff is shown. */
	readonly open: ReadonlySet<string>;
	readonly setOpen: (open: ReadonlySet<string>) => void;
	readonly at: number;
	readonly go: (row: number) => void;
	readonly setView: (view: View) => void;
	readonly path: string;
	readonly typedPath: string;
	readonly typePath: (path: string) => void;
	readonly onWrite: () => void;
	readonly onAgain: () => void;
	readonly onInstall: () => void;
	readonly onQuit: () => void;
};

function Tree(props: TreeProps) {
	const {
		open,
		setOpen,
		at,
		go,
		rowsOf,
		status,
		refused,
		told,
		ready,
		notice,
		command,
		view,
		setView,
		path,
		typedPath,
		typePath,
		reading,
		dispatch,
		size,
	} = props;
	const {width, body} = pageLayout(size);
	const help = useHelp();
	const rows = rowsOf(open);
	const warned = told.slice(0, Math.max(1, body - 3 - Math.min(rows.length, 3)));
	const room = Math.max(1, body - 3 - warned.length);
	// A refusal is scrolled, a tree has a cursor.
	const places = refused.length > 0 ? Math.max(1, refused.length - room + 1) : rows.length;
	const index = Math.min(at, Math.max(0, places - 1));
	const row = rows[index];
	const toggle = (id: string, on: boolean) => setOpen(new Set(on ? [...open, id] : [...open].filter(one => one !== id)));
	const collapse = () => {
		const target = row?.open ? row.id : row?.id.slice(0, row.id.lastIndexOf('/'));
		if (target === undefined) return;
		toggle(target, false);
		go(
			Math.max(
				0,
				rows.findIndex(one => one.id === target),
			),
		);
	};
	const onConfirm = (press: Press) => {
		if (press.text === 'y' && ready) props.onInstall();
		else setView('tree');
	};
	const onTree = (press: Press) => {
		const key = press.name === 'text' ? press.text : press.name;
		const next = rowAfter(key, index, places);
		if (next !== undefined) return go(next);
		switch (key) {
			case 'g':
			case 'home':
				return go(0);
			case 'G':
			case 'end':
				return go(Math.max(0, places - 1));
			case 'page-down':
			case ' ':
				return go(Math.min(index + room, Math.max(0, places - 1)));
			case 'page-up':
				return go(Math.max(0, index - room));
			case 'enter':
			case 'right':
			case 'l':
				return row?.branch
					? toggle(row.id, press.name === 'enter' ? !row.open : true)
					: hasDiff(row?.change)
						? setView({diff: row!.change!})
						: undefined;
			case 'left':
			case 'h':
				return collapse();
			case 'd':
				return hasDiff(row?.change) ? setView({diff: row!.change!}) : undefined;
			case 'e':
				return setView('edit');
			case 'w':
				return reading.cluster === undefined ? undefined : setView('write');
			case 'i':
				return ready ? setView('confirm') : undefined;
			case 'r':
				return props.onAgain();
			case 'q':
				return props.onQuit();
			case 'escape':
				return dispatch({type: 'back'});
			case '?':
				return help.show();
		}
	};
	useKeys(view === 'confirm' ? onConfirm : onTree, {isActive: view !== 'write' && !help.open, letters: true});
	const start = windowStart(index, rows.length, room);
	const seen = places > 1 && refused.length > 0 ? ` · ${index + 1}–${index + room} of ${refused.length}` : '';
	const hosts = reading.hosts.length;
	const hints: readonly Hint[] =
		view === 'confirm'
			? [
					['y', 'install'],
					['any other key', 'back'],
				]
			: view === 'write'
				? [
						['Enter', 'write'],
						['Esc', 'back'],
					]
				: [
						...(ready ? [['i', 'install'] as const] : []),
						['e', 'edit'],
						...(reading.cluster === undefined ? [] : [['w', 'write file'] as const]),
						...(hasDiff(row?.change) ? [['d', 'diff'] as const] : []),
						...(row?.branch ? [['Enter', row.open ? 'close' : 'open'] as const] : []),
						...(seen === '' ? [] : [['↑↓ PgUp PgDn', 'scroll'] as const]),
						['Esc', 'back'],
						['r', 'again'],
						['q', 'quit'],
						['?', 'help'],
					];
	return (
		<PageWithHelp {...props} help={help} hints={hints}>
			<Box flexDirection="column" height={body}>
				<Text bold wrap="truncate">
					{clip(`${status}${seen}`, width)}
				</Text>
				<FailureLines rows={warned} />
				<FailureLines rows={refused.slice(index, index + room)} />
				{rows.slice(start, start + room).map((one, place) => (
					<TreeRow key={one.id} row={one} selected={start + place === index} width={width} />
				))}
				<Box flexGrow={1} />
				<Text color={notice.startsWith('✖') ? 'red' : undefined} dimColor={notice === ''} wrap="truncate">
					{clip(notice === '' ? `Without the wizard: ${command}` : `${notice} · ${command}`, width)}
				</Text>
				{view === 'confirm' && <Text bold>{clip(`Install on ${count(hosts, 'host')} now? y / n (writes ${path})`, width)}</Text>}
				{view === 'write' && (
					<Box height={1}>
						<Text bold>{'❯ write to  '}</Text>
						<TextInput
							value={typedPath}
							onChange={typePath}
							onKey={press => {
								if (press.name === 'enter' && typedPath.trim() !== '') props.onWrite();
								else if (press.name === 'escape') setView('tree');
							}}
							isActive
							width={Math.max(8, width - 13)}
						/>
					</Box>
				)}
				{view === 'tree' && <Text> </Text>}
			</Box>
		</PageWithHelp>
	);
}

function TreeRow({row, selected, width}: {readonly row: PlanRow; readonly selected: boolean; readonly width: number}) {
	const mark = row.note !== undefined ? '' : row.bad && !row.branch ? '✖ ' : row.branch ? (row.open ? '▾ ' : '▸ ') : '  ';
	const room = width - 2 - row.depth * 2 - 2 - row.counts.length - 2;
	return (
		<Text wrap="truncate">
			<Text color="cyan">{selected ? '❯ ' : '  '}</Text>
			{'  '.repeat(row.depth)}
			{mark}
			<Text bold={selected} color={row.bad ? 'red' : row.note === 'weighty' ? 'yellow' : undefined}>
				{row.counts === ''
					? clip(row.text, room)
					: pad(clip(row.text, room), Math.min(room, row.depth === 2 ? row.text.length : 24))}
			</Text>
			<Text dimColor>{row.counts === '' ? '' : `  ${row.counts}`}</Text>
		</Text>
	);
}
