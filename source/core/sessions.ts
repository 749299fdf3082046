import type {Host} from './inventory.ts';
import type {Session} from './session.ts';

/** The hosts of a run, as they are logged in to now. */
export type Sessions = {
	of(host: Host): Session;
	/** The session after a lost one. Steps that run side by side and lose the same one share the login that follows. @throws ConnectError */
	again(lost: Session): Promise<Session>;
};

export function createSessions(
	initial: ReadonlyMap<string, Session>,
	reconnect: (session: Session) => Promise<Session>,
): Sessions {
	const sessions = new Map(initial);
	const underWay = new Map<string, Promise<Session>>();
	const login = async (lost: Session) => {
		const {name} = lost.host;
		try {
			const next = await reconnect(lost);
			sessions.set(name, next);
			return next;
		} finally {
			underWay.delete(name);
		}
	};
	return {
		of: host => sessions.get(host.name)!,
		async again(lost) {
			const {name} = lost.host;
			const now = sessions.get(name)!;
			if (now !== lost) return now;
			const next = underWay.get(name) ?? login(lost);
			underWay.set(name, next);
			return next;
		},
	};
}
