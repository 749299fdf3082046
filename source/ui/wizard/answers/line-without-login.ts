import {isIPv6} from 'node:net';

/** What ends a port, and an address. */
const ends = String.raw`(?=[\s,;"'\]}]|$)`;
const port = new RegExp(`(?:\\d{1,5}|%p)${ends}`, 'y');
const afterAddress = new RegExp(`(?:%[\\w.-]{1,15})?${ends}`, 'y');

/** Nobody writes an address of IPv6 in more. */
const mostInAddress = 45;
const ofAddress = /[\da-f:.]/i;

const matches = (pattern: RegExp, text: string, at: number): boolean => {
	pattern.lastIndex = at;
	return pattern.test(text);
};

function isInAddress(line: string, colon: number): boolean {
	let [start, end] = [colon, colon + 1];
	while (colon - start < mostInAddress && ofAddress.test(line[start - 1] ?? '')) start--;
	while (end - colon < mostInAddress && ofAddress.test(line[end] ?? '')) end++;
	return !/[\w-]/.test(line[start - 1] ?? '') && isIPv6(line.slice(start, end)) && matches(afterAddress, line, end);
}

/** Ranges of Ansible's such as `kafka-[01:03]`, and its sections. */
function isInBrackets(line: string, colon: number): boolean {
	const around = `${line.slice(Math.max(0, colon - 16), colon)}\n${line.slice(colon + 1, colon + 17)}`;
	return (
		/\[(?:[a-z]|\d{1,6})(?::\d{1,6})?\n(?:[a-z]|\d{1,6})(?::\d{1,6})?\]/i.test(around) ||
		(/\n(?:vars|children)\]/.test(around) && /^\s*\[[\w.-]+$/.test(line.slice(0, colon)))
	);
}

/** Whether a colon stands where one belongs: no password begins there. */
const isPlain = (line: string, colon: number): boolean =>
	/^(?:\s|$)/.test(line.slice(colon + 1, colon + 2)) ||
	matches(port, line, colon + 1) ||
	isInAddress(line, colon) ||
	isInBrackets(line, colon) ||
	/(?:^|[^\w.+-])(?:ssh|sftp|scp|https?|socks\w?h?):\/\/$/i.test(line.slice(Math.max(0, colon - 8), colon + 3)) ||
	/["']:(?:["'{[]|-?\d|true|false|null)/.test(line.slice(Math.max(0, colon - 1), colon + 6));

/** What is no part of a longer text: a value in quotes. In a mapping any string is. */
const inQuotes = /(?<![\w.-])[\w.-]+=("[^"]*"|'[^']*')/g;
const anyString = /"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)/g;

type Span = {readonly start: number; readonly end: number};

function spansIn(line: string): readonly Span[] {
	const pattern = line.includes('{') ? anyString : inQuotes;
	return [...line.matchAll(pattern)].map(match => {
		const end = match.index + match[0].length;
		return {start: end - (match[1] ?? match[0]).length, end};
	});
}

const indexOf = (pattern: RegExp, line: string, from: number): number => {
	pattern.lastIndex = from;
	return pattern.exec(line)?.index ?? line.length;
};
const blank = /\s/g;
const itemEnd = /[,}]/g;
const nextVariable = /\s[\w.-]+=/g;

type Around = {readonly spans: readonly Span[]; readonly begin: number; readonly inMapping: boolean};

/** Where a password ends at the latest that begins behind this colon. */
function endOf(line: string, colon: number, {spans, begin, inMapping}: Around): number {
	const span = spans.find(({start, end}) => start < colon && colon < end);
	if (span !== undefined) return span.end;
	if (inMapping) return Math.max(indexOf(blank, line, colon), indexOf(itemEnd, line, colon));
	const isVariable = /^[\w.-]+=/.test(line.slice(begin, colon)) && /\S\s+$/.test(line.slice(Math.max(0, begin - 8), begin));
	return isVariable ? indexOf(nextVariable, line, colon) : line.length;
}

/** Words as a list of hosts has them, and no key of YAML. */
const isList = (before: string): boolean =>
	/^\s*(?:[\w@[][\w.@:[\]-]*[\s,;]+)*[\w@[][\w.@:[\]-]*$/.test(before) && !/:\s/.test(before);

/**
 * A line of a list of hosts, or of an inventory, without passwords before a host: `op:PASSWORD@kafka-01`. What begins behind a
 * colon that is none of a port, an address or a key, and is followed by an `@`, may be one, whatever stands between: blanks,
 * commas, and what looks like other hosts. Without an `@` its host is yet to be typed.
 */
export function withoutLogin(line: string): string {
	const spans = spansIn(line);
	const brace = line.indexOf('{');
	let [kept, from, begin] = ['', 0, 0];
	for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', Math.max(colon + 1, from))) {
		if (isPlain(line, colon)) continue;
		for (let at = Math.max(begin, from); at < colon; at++) if (/\s/.test(line[at]!)) begin = at + 1;
		const end = endOf(line, colon, {spans, begin, inMapping: brace >= 0 && brace < colon});
		const before = line.slice(from, colon);
		const host = line.slice(colon, end).lastIndexOf('@');
		if (host < 0 && end === line.length) return kept + (isList(kept + before) ? before : line.slice(from));
		kept += host < 0 ? line.slice(from, end) : before;
		from = host < 0 ? end : colon + host;
		begin = from;
	}
	return kept + line.slice(from);
}
