import {type Command, rawCommand, sh} from '../core/command.ts';
import type {CommandResult, ExecOptions} from '../core/connection.ts';
import {StepError} from '../core/errors.ts';
import type {Context} from '../core/plan.ts';
import {explain} from './explain.ts';
import {newestLines} from './newest-lines.ts';

export {explain} from './explain.ts';

/** Bash that ends with 0 when something listens on a port: without a process of its own, so it can be asked often. */
export const listens = (host: string, port: number): Command => sh`(exec 3<>/dev/tcp/${host}/${port}) 2>/dev/null`;

/**
 * curl to a host of the cluster, or to its own host: never by a proxy of root's environment or `.curlrc`, which would be sent
 * what is sent, and could answer anything.
 */
export const directCurl = (options: Command, url: Command): Command => sh`curl --noproxy '*' ${options} ${url}`;

/** The last 20 lines that a command wrote; what it wrote to stderr comes last, as that is where the cause stands. */
export function tailOf(result: CommandResult): readonly string[] {
	return newestLines(`${result.stdout}\n${result.stderr}`).slice(-20);
}

/** The error of a command that failed: `what` is what was tried, as a noun or an infinitive ("write /etc/x"); `command` is as shown. */
export function failed(context: Context, what: string, result: CommandResult, command?: string): StepError {
	const tail = tailOf(result);
	const cause = explain(tail.join('\n'));
	// Who shows it shows the exit code beside it.
	return new StepError(`${what} failed on ${context.host.name}${cause === undefined ? '' : `: ${cause.message}`}`, {
		code: result.code,
		tail,
		command,
		hint: cause?.hint,
	});
}

export type MustOptions = ExecOptions & {
	/** What is tried, for the message; the command stands beside it. */
	readonly what?: string;
	/** Runs it where the operator sees it; a text is shown in place of the command. */
	readonly show?: boolean | string;
};

/** Runs a command that has to succeed. @throws StepError with the command, its code and its last lines. */
export async function must(context: Context, command: Command, options: MustOptions = {}): Promise<CommandResult> {
	const {what, show = false, ...rest} = options;
	const as = typeof show === 'string' ? {as: show} : {};
	const result = show === false ? await context.exec(command, rest) : await context.show(command, {...rest, ...as});
	if (result.code === 0) return result;
	const shown = typeof show === 'string' ? show : command.text;
	throw failed(context, what ?? 'the command', result, shown);
}

/**
 * Bash: `going_down` waits, when the host is being shut down or restarted, for the end that this makes of the link: whatever
 * went wrong in that moment is no failure, and the host is looked at when it is back.
 */
export const goingDown: Command = rawCommand(`going_down() {
	case $(systemctl is-system-running 2>&1) in stopping | *'onnect to bus'*) ;; *) return ;; esac
	echo 'This host is going down.'
	sleep 300
}`);
