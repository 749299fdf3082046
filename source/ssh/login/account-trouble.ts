import {remoteWords} from '../../core/text.ts';
import {LoginError} from '../errors.ts';

type Trouble = {
	readonly says: RegExp;
	/** The end of a sentence. */
	readonly what: (user: string) => string;
	readonly hint: (user: string, address: string) => string;
};

/** What sshd, PAM and sudo say of accounts that are in order but for this. */
const troubles: readonly Trouble[] = [
	{
		says: /password (?:has )?expired|password change required|required to change your password|password is expired/i,
		what: user => `the password of ${user} has expired`,
		hint: (user, address) => `Log in once by hand to set a new one: ssh ${user}@${address}`,
	},
	{
		says: /account (?:has )?expired/i,
		what: user => `the account of ${user} has expired`,
		hint: user => `On the host, as root: chage -l ${user} shows since when, chage -E -1 ${user} lifts it.`,
	},
	{
		says: /account (?:is |has been )?(?:temporarily )?locked|is your account locked/i,
		what: user => `the account of ${user} is locked`,
		hint: user =>
			`On the host, as root: faillock --user ${user} shows failed logins and faillock --user ${user} --reset forgets them; passwd -u ${user} unlocks a password. Each further try may lock it for longer.`,
	},
	{
		says: /not permitted to log in|logins? (?:is|are) (?:currently )?(?:not (?:permitted|allowed)|disabled)|system is (?:booting up|going down)/i,
		what: () => `it lets nobody but root log in at the moment`,
		hint: () => 'A host that boots or shuts down refuses all but root (/run/nologin, /etc/nologin). Wait, then run it again.',
	},
];

/** What is wrong with the account of `user`, if the host says so in `said`. */
export function accountTrouble(name: string, user: string, address: string, said: string): LoginError | undefined {
	for (const line of said.split('\n')) {
		const trouble = troubles.find(({says}) => says.test(line));
		if (trouble === undefined) continue;
		return new LoginError(`${name}: ${trouble.what(user)}. It said: ${remoteWords(line)}`, {hint: trouble.hint(user, address)});
	}
	return undefined;
}

/** The host wants a new password first. */
export function passwordExpired(name: string, user: string, address: string): LoginError {
	const [expired] = troubles;
	return new LoginError(`${name}: ${expired!.what(user)}.`, {hint: expired!.hint(user, address)});
}
