import {Box, Text} from 'ink';
import type {Change} from '../../../core/events.ts';
import {count} from '../../../core/view/words.ts';
import {clip, clipPath, fold, pad, windowStart} from '../../components/fold.ts';
import type {Hint} from '../../components/key-hints.tsx';
import {NoteLines} from '../../components/note-lines.tsx';
import {pageLayout} from '../../components/page.tsx';
import {TextInput} from '../../components/text-input.tsx';
import type {Press} from '../../hooks/presses.ts';
import {rowAfter} from '../../hooks/row-keys.ts';
import {useKeys} from '../../hooks/use-keys.ts';
import type {FailureRow} from '../failure-rows.ts';
import {cleanPath} from '../local-path.ts';
import type {PageProps} from '../page-props.ts';
import {hasDiff, type PlanRow} from '../plan/plan-tree.ts';
import {FailureLines} from './failure-lines.tsx';
import {PageWithHelp, useHelp} from './page-with-help.tsx';
import type {ClusterFile} from './use-cluster-file.ts';

export type ReviewView = 'tree' | 'edit' | 'write' | 'confirm' | {readonly diff: Change};

type TreeProps = PageProps & {
	readonly rowsOf: (open: ReadonlySet<string>) => readonly PlanRow[];
	readonly status: string;
	/** Why there is no plan. It stands in the place of the tree. */
	readonly refused: readonly FailureRow[];
	/** What is to be known before the plan is read. */
	readonly told: readonly FailureRow[];
	readonly ready: boolean;
	readonly file: ClusterFile;
	/** Where the file that is there goes when it is installed. */
	readonly kept: string | undefined;
	readonly view: 'tree' | 'write' | 'confirm';
	/** What is open, and the row of the cursor: kept while a diff is shown. */
	readonly open: ReadonlySet<string>;
	readonly setOpen: (open: ReadonlySet<string>) => void;
	readonly at: number;
	readonly go: (row: number) => void;
	readonly setView: (view: ReviewView) => void;
	readonly onWrite: () => void;
	readonly onAgain: () => void;
	readonly onInstall: () => void;
	readonly onQuit: () => void;
};

/** The keys of the tree, and of the question before an installation. */
function useTreeKeys(
	props: TreeProps,
	{
		rows,
		index,
		places,
		room,
	}: {readonly rows: readonly PlanRow[]; readonly index: number; readonly places: number; readonly room: number},
	help: ReturnType<typeof useHelp>,
): void {
	const {open, setOpen, go, ready, view, setView} = props;
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
				return props.reading.cluster === undefined ? undefined : setView('write');
			case 'i':
				return ready ? setView('confirm') : undefined;
			case 'r':
				return props.onAgain();
			case 'q':
				return props.onQuit();
			case 'escape':
				return props.dispatch({type: 'back'});
			case '?':
				return help.show();
		}
	};
	useKeys(view === 'confirm' ? onConfirm : onTree, {isActive: view !== 'write' && !help.open, letters: true});
}

type HintsOf = {readonly row: PlanRow | undefined; readonly ready: boolean; readonly hasFile: boolean; readonly scrolls: boolean};

function treeHints(view: TreeProps['view'], {row, ready, hasFile, scrolls}: HintsOf): readonly Hint[] {
	if (view === 'confirm') {
		return [
			['y', 'install'],
			['any other key', 'back'],
		];
	}
	if (view === 'write') {
		return [
			['Enter', 'write'],
			['Esc', 'back'],
		];
	}
	return [
		...(ready ? [['i', 'install'] as const] : []),
		['e', 'edit'],
		...(hasFile ? [['w', 'write file'] as const] : []),
		...(hasDiff(row?.change) ? [['d', 'diff'] as const] : []),
		...(row?.branch ? [['Enter', row.open ? 'close' : 'open'] as const] : []),
		...(scrolls ? [['↑↓ PgUp PgDn', 'scroll'] as const] : []),
		['Esc', 'back'],
		['r', 'again'],
		['q', 'quit'],
		['?', 'help'],
	];
}

type WriteLineProps = {
	readonly path: string;
	readonly onType: (path: string) => void;
	readonly onWrite: () => void;
	readonly onLeave: () => void;
	readonly width: number;
};

/** Where the file is to be written. */
function WriteLine({path, onType, onWrite, onLeave, width}: WriteLineProps) {
	return (
		<Box height={1}>
			<Text bold>{'❯ write to  '}</Text>
			<TextInput
				value={path}
				onChange={onType}
				onKey={press => {
					if (press.name === 'enter' && path.trim() !== '') onWrite();
					else if (press.name === 'escape') onLeave();
				}}
				isActive
				width={Math.max(8, width - 13)}
			/>
		</Box>
	);
}

/** The plan as a tree, or why there is none; and the questions before it is written or installed. */
export function ReviewTree(props: TreeProps) {
	const {open, at, rowsOf, status, refused, told, ready, file, kept, view, setView, reading, size} = props;
	const {path, notice, written} = file;
	const {width, body} = pageLayout(size);
	const help = useHelp();
	const rows = rowsOf(open);
	const warned = told.slice(0, Math.max(1, body - 3 - Math.min(rows.length, 3)));
	const room = Math.max(1, body - 3 - warned.length);
	// A refusal is scrolled, a tree has a cursor.
	const places = refused.length > 0 ? Math.max(1, refused.length - room + 1) : rows.length;
	const index = Math.min(at, Math.max(0, places - 1));
	const row = rows[index];
	useTreeKeys(props, {rows, index, places, room}, help);
	const start = windowStart(index, rows.length, room);
	const seen = places > 1 && refused.length > 0 ? ` · ${index + 1}–${index + room} of ${refused.length}` : '';
	const hosts = reading.hosts.length;
	const command = `kafka-setup apply ${written ?? cleanPath(path)}`;
	// The row below is free while nothing is asked.
	const lastLines =
		kept === undefined
			? fold(notice === '' ? `Without the wizard: ${command}` : `${notice} · ${command}`, width).slice(0, view === 'tree' ? 2 : 1)
			: [`The old one is kept as ${clipPath(kept, width - 24)}`];
	const hints = treeHints(view, {row, ready, hasFile: reading.cluster !== undefined, scrolls: seen !== ''});
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
				<NoteLines lines={lastLines} tone={notice === '' ? 'dim' : notice.startsWith('✖') ? 'bad' : 'plain'} />
				{view === 'confirm' && <Text bold>{confirmLine(hosts, path, width)}</Text>}
				{view === 'write' && (
					<WriteLine
						path={file.typedPath}
						onType={file.typePath}
						onWrite={props.onWrite}
						onLeave={() => setView('tree')}
						width={width}
					/>
				)}
				{view === 'tree' && lastLines.length === 1 && <Text> </Text>}
			</Box>
		</PageWithHelp>
	);
}

function confirmLine(hosts: number, path: string, width: number): string {
	const question = `Install on ${count(hosts, 'host')} now? y / n (writes `;
	return clip(`${question}${clipPath(path, Math.max(12, width - question.length - 1))})`, width);
}

function TreeRow({row, selected, width}: {readonly row: PlanRow; readonly selected: boolean; readonly width: number}) {
	const mark = row.note !== undefined ? '' : row.bad && !row.branch ? '✖ ' : row.branch ? (row.open ? '▾ ' : '▸ ') : '  ';
	const room = width - 2 - row.depth * 2 - mark.length - (row.counts === '' ? 0 : row.counts.length + 2);
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
