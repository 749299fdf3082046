import type {Link} from '../link.ts';

/** One login per jump host, shared by all hosts behind it, and closed when the last of them is done. */
export type JumpPool = {
	/** Opens the jump host, or joins those who did. Whoever took one gives it back once. */
	take(key: string, open: () => Promise<Link>): Promise<{readonly link: Link; release(): Promise<void>}>;
};

type Entry = {readonly link: Promise<Link>; users: number};

export function jumpPool(): JumpPool {
	const links = new Map<string, Entry>();
	return {
		async take(key, open) {
			/** A connection that was lost is of no use to whoever comes next. */
			const forget = (entry: Entry) => {
				if (links.get(key) === entry) links.delete(key);
			};
			const entry: Entry = links.get(key) ?? {link: open(), users: 0};
			links.set(key, entry);
			if (entry.users++ === 0)
				void entry.link.then(
					link => link.onEnd(() => forget(entry)),
					() => {},
				);
			let given = false;
			const release = async () => {
				if (given) return;
				given = true;
				if (--entry.users > 0) return;
				forget(entry);
				await entry.link.then(
					link => link.close(),
					() => {},
				);
			};
			try {
				return {link: await entry.link, release};
			} catch (error) {
				await release();
				throw error;
			}
		},
	};
}
