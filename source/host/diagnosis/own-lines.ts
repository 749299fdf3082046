/**
 * How grave a record is; undefined: its line does not say. `ended`: what others say of its end, systemd above all, which is
 * less than anything that it said itself.
 */
export type Level = 'fatal' | 'error' | 'ended' | 'warn' | 'info';

export const ofCrash: readonly [RegExp, Level] = [/^#/, 'info'];

/** Lines of shells, of the virtual machine and of systemd, which have no header and are no part of what stands above them. */
export const ownLines: readonly (readonly [RegExp, Level])[] = [
	[/^Exception in thread "main"/, 'fatal'],
	[/^Exception in thread "/, 'error'],
	[
		/^(?:Error occurred during initialization|Error: |Terminating due to java\.lang|Unrecognized (?:VM )?option|Error opening zip file)/,
		'fatal',
	],
	[/^(?:Improperly specified VM option|Missing [+]\/- setting for VM option|Conflicting collector combinations)/, 'fatal'],
	[/: exec: \S{1,255}: not found$/, 'fatal'],
	[/^# (?:There is insufficient memory|A fatal error has been detected)/, 'fatal'],
	ofCrash,
	[
		/^\[[\d.]+s\]\[error\]\[|^Invalid -Xlog option|^Invalid (?:maximum|initial) heap size|^Could not reserve enough space/,
		'fatal',
	],
	[/^There is insufficient memory/, 'fatal'],
	[/^(?:OpenJDK|Java HotSpot).{0,40} warning: /, 'warn'],
	[/^log4j:|^SLF4J: |^ERROR StatusLogger|^StatusLogger /, 'warn'],
	[/^Picked up [A-Z_]+: /, 'info'],
	[
		/\bMain process exited, code=(?:killed|dumped)|\bFailed with result 'oom-kill'|killed by the OOM killer|^(?:Memory cgroup )?[Oo]ut of memory: Killed process|^kernel: Out of memory/,
		'fatal',
	],
	[
		/\bMain process exited, code=exited, status=2\d\d\/|Failed at step \w+ spawning|Failed to load environment files: |\bFailed with result 'timeout'|\bstart operation timed out\. |\bUnit \S+ (?:is masked|has a bad unit file setting)|start-limit-hit|Start request repeated too quickly|^Dependency failed for /,
		'fatal',
	],
	[/\b(?:Main|Control) process exited, code=exited, status=[1-9]/, 'ended'],
	[/^\S{1,255}\.(?:service|scope|mount): |^(?:Started|Starting|Stopped|Stopping|Failed to start) /, 'info'],
];
