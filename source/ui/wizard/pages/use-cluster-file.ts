import {useEffect, useState} from 'react';
import {cleanPath} from '../local-path.ts';
import type {WizardFunctions} from '../wizard-functions.ts';

export type ClusterFile = {
	/** Where the file goes: what this machine remembers of the cluster is found by it, so the plan follows it. */
	readonly path: string;
	/** The same while it is typed. */
	readonly typedPath: string;
	readonly typePath: (path: string) => void;
	/** Where it was written to, once it was. */
	readonly written: string | undefined;
	/** What came of writing it. */
	readonly notice: string;
	/** Back to where nothing is typed or told. */
	readonly settle: () => void;
	/** `then` gets the path of the file, or nothing if it was not written. */
	readonly write: (text: string, path: string, then: (written?: string) => void) => Promise<void>;
};

/** The cluster file that is written at the end. */
export function useClusterFile(usual: string, save: WizardFunctions['save']): ClusterFile {
	const [path, setPath] = useState(usual);
	const [typedPath, typePath] = useState(path);
	const [written, setWritten] = useState<string | undefined>(undefined);
	const [notice, setNotice] = useState('');
	return {
		path,
		typedPath,
		typePath,
		written,
		notice,
		settle() {
			setNotice('');
			typePath(path);
		},
		async write(text, target, then) {
			const to = cleanPath(target);
			try {
				setNotice(`✔ ${await save(text, to)}`);
			} catch (error) {
				setNotice(`✖ ${error instanceof Error ? error.message : String(error)}`);
				return then();
			}
			setWritten(to);
			setPath(target);
			then(to);
		},
	};
}

/** Where the file that is there will be kept; asked for while `asked` stands. */
export function useKeptAs(text: string, path: string, asked: boolean, keptAs: WizardFunctions['keptAs']): string | undefined {
	const [kept, setKept] = useState<string | undefined>(undefined);
	useEffect(() => {
		if (!asked) return;
		let over = false;
		void keptAs(text, path).then(found => over || setKept(found));
		return () => {
			over = true;
			setKept(undefined);
		};
	}, [text, path, asked, keptAs]);
	return kept;
}
