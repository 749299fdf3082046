import {Box} from 'ink';
import {type ReactNode, useState} from 'react';
import {Help} from '../../components/help.tsx';
import type {Hint} from '../../components/key-hints.tsx';
import {Page, pageLayout} from '../../components/page.tsx';
import {Covered} from '../../hooks/use-keys.ts';
import {pageHelp} from '../page-help.ts';
import type {PageProps} from '../page-props.ts';

type Props = PageProps & {
	readonly hints: readonly Hint[];
	/** `text` is the page's, unless the help is about something else on it, which `title` names. */
	readonly help: {
		readonly open: boolean;
		readonly close: () => void;
		readonly title?: string | undefined;
		readonly text?: string | undefined;
	};
	readonly children: ReactNode;
};

/**
 * A page's frame, with its help in place of its body while that is open. The body is only hidden: the cursor is where it was
 * once the help is closed.
 */
export function PageWithHelp(props: Props) {
	const {size, title, progress, hints, help, children, state, reading} = props;
	const {width, body} = pageLayout(size);
	return (
		<Page size={size} title={title} progress={progress} hints={help.open ? [['any key', 'closes the help']] : hints}>
			{help.open && (
				<Help
					title={help.title}
					text={help.text ?? pageHelp(state.page, reading)}
					onClose={help.close}
					width={width}
					height={body}
				/>
			)}
			<Covered.Provider value={help.open}>
				<Box flexDirection="column" display={help.open ? 'none' : 'flex'}>
					{children}
				</Box>
			</Covered.Provider>
		</Page>
	);
}

export function useHelp(): {readonly open: boolean; readonly close: () => void; readonly show: () => void} {
	const [open, set] = useState(false);
	return {open, close: () => set(false), show: () => set(true)};
}
