import {done, fails, passing, reads, waits} from '../packages/package-words.ts';

/**
 * How grave a record is; undefined: its line does not say. `ended`: what others say of its end, systemd above all, which is
 * less than anything that it said itself.
 */
export type Level = 'fatal' | 'error' | 'ended' | 'warn' | 'info';

/** Which lines without a header belong to the record that a line begins. */
export type Takes = 'all' | 'indented' | 'settings';

type OwnLine = readonly [RegExp, Level, Takes];

export const ofCrash: OwnLine = [/^#/, 'info', 'all'];

/** apt, dpkg, dnf, yum and rpm, and what our own jobs say around them. */
const ofPackages: readonly OwnLine[] = [
	[fails, 'fatal', 'indented'],
	[passing, 'warn', 'indented'],
	...[waits, reads, done].map((words): OwnLine => [words, 'info', 'indented']),
];

/** Lines of package managers, shells, the virtual machine and systemd, which have no header and are no part of what stands above them. */
export const ownLines: readonly OwnLine[] = [
	...ofPackages,
	[/^Exception in thread "main"/, 'fatal', 'all'],
	[/^Exception in thread "/, 'error', 'all'],
	[
		/^(?:Error occurred during initialization|Error: |Terminating due to java\.lang|Classpath is empty\. |Unrecognized (?:VM )?option|Error opening zip file)/,
		'fatal',
		'all',
	],
	[/^(?:Improperly specified VM option|Missing [+]\/- setting for VM option|Conflicting collector combinations)/, 'fatal', 'all'],
	[/: exec: \S{1,255}: not found$/, 'fatal', 'all'],
	[/^# (?:There is insufficient memory|A fatal error has been detected)/, 'fatal', 'all'],
	ofCrash,
	[
		/^\[[\d.]+s\]\[error\]\[|^Invalid -Xlog option|^Invalid (?:maximum|initial) heap size|^Could not reserve enough space/,
		'fatal',
		'all',
	],
	[/^There is insufficient memory/, 'fatal', 'all'],
	[/^(?:OpenJDK|Java HotSpot).{0,40} warning: /, 'warn', 'all'],
	[/^log4j:|^SLF4J: |^ERROR StatusLogger|^StatusLogger /, 'warn', 'all'],
	[/^Picked up [A-Z_]+: /, 'info', 'all'],
	[
		/\bMain process exited, code=(?:killed|dumped)|\bFailed with result 'oom-kill'|killed by the OOM killer|^(?:Memory cgroup )?[Oo]ut of memory: Killed process|^kernel: Out of memory/,
		'fatal',
		'all',
	],
	[
		/\bMain process exited, code=exited, status=2\d\d\/|Failed at step \w+ spawning|Failed to load environment files: |\bFailed with result 'timeout'|\bstart operation timed out\. |\bUnit \S+ (?:is masked|has a bad unit file setting)|start-limit-hit|Start request repeated too quickly|^Dependency failed for /,
		'fatal',
		'all',
	],
	[
		/\b(?:Main|Control) process exited, code=exited, status=[1-9]|\bFailed with result '|^Failed to start |^Job for \S{1,255} failed |^Unit \S{1,255} could not be found|^[\w.-]{1,255} exited with code (?!1(?:30|43)\b)[1-9]/,
		'ended',
		'all',
	],
	[/^[\w.-]{1,255} exited with code (?:0|130|143)\b/, 'info', 'all'],
	[/^\S{1,255}\.(?:service|scope|mount): |^(?:Started|Starting|Stopped|Stopping) /, 'info', 'all'],
];
