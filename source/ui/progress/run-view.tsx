import {Box, type Key, Static, Text, useInput} from 'ink';
import {useLayoutEffect} from 'react';
import {mainFailure} from '../../core/view/failure.ts';
import {type Clock, useClock} from '../hooks/use-clock.ts';
import {type Store, useRunState} from '../hooks/use-run-state.ts';
import {useTerminalSize} from '../hooks/use-terminal-size.ts';
import type {Terminal} from '../terminal.ts';
import {headingOf} from './failure-lines.ts';
import {footer} from './footer.ts';
import {helpLines} from './help-lines.ts';
import {treeLines} from './layout.ts';
import {blank, type Line, lineWidth, span} from './line.ts';
import {logLines} from './log-lines.ts';
import type {Look} from './look.ts';
import {type Choice, Menu} from './menu.tsx';
import {liveHeight, type Scene} from './scene.ts';
import type {Shown} from './shown.ts';

type Props = {
	readonly store: Store<Shown>;
	readonly clock: Clock;
	readonly look: Look;
	readonly terminal: Terminal;
	readonly readLog: (host: string) => readonly string[];
	/** Has to stay the same function: between two that follow each other, keys would be lost. */
	readonly onInput: (input: string, key: Key) => void;
	readonly onChoice: (choice: Choice) => void;
};

/** Lines as wide as they are: the terminal wraps those that are too long, so that what is copied is still one line. */
function Block({lines, look}: {readonly lines: readonly Line[]; readonly look: Look}) {
	const width = Math.max(1, ...lines.map(lineWidth));
	return (
		<Box flexShrink={0} width={width}>
			<Text>{lines.map(line => look.paint(line) || ' ').join('\n')}</Text>
		</Box>
	);
}

function Rows({lines, look}: {readonly lines: readonly Line[]; readonly look: Look}) {
	return (
		<Box flexDirection="column">
			{lines.map((line, index) => (
				<Text key={index} wrap="truncate">
					{look.paint(line) || ' '}
				</Text>
			))}
		</Box>
	);
}

function liveLines(scene: Scene, readLog: Props['readLog']): readonly Line[] {
	const {page, host} = scene.view;
	if (page === 'log' && host !== undefined) return logLines(scene, readLog(host));
	if (page === 'help') return [...helpLines(scene), footer(scene)].slice(-liveHeight(scene.rows));
	return treeLines(scene);
}

export function RunView({store, clock, look, terminal, readLog, onInput, onChoice}: Props) {
	const {run, logins, view, blocks, lastChoice, closed} = useRunState(store);
	const now = useClock(clock);
	const {columns, rows} = useTerminalSize();
	useInput(onInput);
	const menu = view.asking && view.page !== 'log' && !closed;
	const failure = mainFailure(run);
	// An open log has pushed what was told of the failure out of sight.
	const heading =
		lastChoice === 'log' && failure !== undefined
			? [span(headingOf({first: failure, hosts: [failure.ref.host]}, run, look), 'bad')]
			: blank;
	const lines = closed || menu ? [] : liveLines({run, logins, view, now, columns, rows, look}, readLog);
	useLayoutEffect(() => terminal.drawn(lines.map(lineWidth)));
	return (
		<>
			<Static items={[...blocks]}>{(lines, index) => <Block key={index} lines={lines} look={look} />}</Static>
			{menu ? (
				<Menu
					editable={run.operation !== 'destroy'}
					look={look}
					height={liveHeight(rows)}
					heading={heading}
					first={lastChoice}
					onChoice={onChoice}
				/>
			) : null}
			{lines.length > 0 ? <Rows lines={lines} look={look} /> : null}
		</>
	);
}
