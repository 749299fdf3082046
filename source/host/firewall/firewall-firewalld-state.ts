import {type Command, rawCommand, sh} from '../../core/command.ts';
import {tooMuch} from './firewall-backend.ts';

/** Bash that defines how firewalld is called: `now` for the running one, `config`, `zone` and `set` for its files. */
export const busctl = rawCommand(`bus() {
	local at=$1 interface=org.fedoraproject.FirewallD1\${2#-}
	shift 2
	busctl call org.fedoraproject.FirewallD1 "/org/fedoraproject/FirewallD1$at" "$interface" "$@"
}
now() { local part=.$1; [ "$1" = - ] && part=-; shift; bus '' "$part" "$@"; }
config() { bus /config .config "$@"; }
at() { local found; found=$(config "$1" s "$2") || return; found=\${found#*FirewallD1}; echo "\${found%\\"}"; }
zone() { local path; path=$(at getZoneByName "$1") && shift && bus "$path" .config.zone "$@"; }
set() { local path; path=$(at getIPSetByName "$1") && shift && bus "$path" .config.ipset "$@"; }`);

/** The running firewall, or its files: rich rules by zone, and the addresses of our sets. */
export type Side = {
	readonly rules: ReadonlyMap<string, readonly string[]>;
	readonly sets: ReadonlyMap<string, readonly string[]>;
};
export type Firewalld = {
	/** The zones that the peers' packets come in by. */
	readonly zones: readonly string[];
	readonly runtime: Side;
	readonly permanent: Side;
};

/**
 * Prints lines `zone Z`, `runtime-set S as N "…"`, `runtime-rules Z "…"`, and of the files `permanent-zone Z BASE64` and
 * `permanent-set S BASE64`: a file is read in a tenth of the time of a call. A zone without a file is as firewalld ships it.
 * Of the rules only those that let somebody to `ports`, or to the ports of our sets: fail2ban makes one for each address
 * that it bans, and strangers are what decides how many those are. What is ours comes before what others may have.
 */
export const lookScript = (name: string, ports: readonly number[]): Command => sh`${busctl}
name=${name}
word() { tr ' ' '\\n' | sed -n 's/^"\\(.*\\)"$/\\1/p'; }
zones=$(for device in $(for address in $addresses; do ip -o route get "$address" 2>/dev/null; done | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | sort -u); do
	[ "$device" = lo ] && continue
	now zone getZoneOfInterface s "$device" | word | grep . || now - getDefaultZone | word
done | sort -u)
[ "$zones" ] || zones=$(now - getDefaultZone | word)
for zone in $zones; do echo "zone $zone"; done
cd /etc/firewalld
sets=$(now ipset getIPSets | word | grep -E "^ksn?6?-$name-[0-9]+\\$")
for set in $sets; do echo "runtime-set $set $(now ipset getEntries s "$set")"; done
ports=$(printf '%s\\n' ${ports.map(String)})
for file in ipsets/ks{,n}{,6}-"$name"-*.xml; do
	[ -f "$file" ] || continue
	set=$(basename "$file" .xml) sets+=" $set"
	echo "permanent-set $set $(base64 -w0 "$file")"
done
for set in $sets; do ports+=" \${set##*-}"; done
ports=$(printf '%s\\n' $ports | grep -xE '[0-9]+' | sort -u | paste -sd '|' -)
ours="ipset=\\\\\\\\?\\"ksn?6?-$name-[0-9]+\\\\\\\\?\\""
marked=$(grep -lE "$ours" zones/*.xml 2>/dev/null | sed 's|zones/\\(.*\\).xml$|\\1|')
zones=$(printf '%s\\n' $zones $marked | sort -u)
for zone in $zones; do
	[ ! -f "zones/$zone.xml" ] || echo "permanent-zone $zone $(tr '\\n' ' ' <"zones/$zone.xml" | sed 's|</rule>|&\\n|g' |
		grep -E '<accept */>' | grep -E "$ours|<port [^>]*port=\\"($ports)\\"" | base64 -w0)"
done
for zone in $zones; do
	echo "runtime-rules $zone $(now zone getRichRules s "$zone" | sed 's/^as [0-9]* //; s/" "/"\\n"/g' |
		grep -E "$ours|port port=\\\\\\\\\\"($ports)\\\\\\\\\\" protocol=\\\\\\\\\\"tcp\\\\\\\\\\" accept\\"\\$" | tr '\\n' ' ')"
done`;

/** `as 2 "one" "with \"quotes\""` */
const strings = (text: string) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(match => match[1]!.replace(/\\(.)/g, '$1'));

/** Rules of a zone's file that let a port's peers in, in the words of firewalld. */
function rulesIn(file: string): string[] {
	return [...file.matchAll(/<rule family="(ipv[46])">([\s\S]*?)<\/rule>/g)].flatMap(([, family, inside = '']) => {
		const source = /^\s*<source (ipset|address)="([^"]+)"\s*\/>/.exec(inside);
		const port = /<port (?:port="(\d+)" protocol="tcp"|protocol="tcp" port="(\d+)")\s*\/>\s*<accept\s*\/>\s*$/.exec(inside);
		if (!source || !port) return [];
		return [`rule family="${family}" source ${source[1]}="${source[2]}" port port="${port[1] ?? port[2]}" protocol="tcp" accept`];
	});
}

const entriesIn = (file: string) => [...file.matchAll(/<entry>([^<]+)<\/entry>/g)].map(match => match[1]!);

/** So many characters are read: zones, and what concerns our ports in them. In a part of them what is ours may not stand. */
const mostRead = 128 * 1024;

export function parseFirewalld(stdout: string): Firewalld {
	if (stdout.length > mostRead) throw tooMuch('firewalld');
	const lines = [...stdout.matchAll(/(?<![^\n])([\w-]{1,64}) (\S+) ?([^\n]*)/g)];
	const all = (kind: string, read: (text: string) => string[]) =>
		new Map(lines.flatMap(line => (line[1] === kind ? [[line[2]!, read(line[3]!)] as const] : [])));
	const ofFile = (read: (file: string) => string[]) => (text: string) => read(Buffer.from(text, 'base64').toString());
	const sorted = (sets: ReadonlyMap<string, string[]>) =>
		new Map([...sets].map(([set, entries]) => [set, entries.sort()] as const));
	return {
		zones: [...all('zone', strings).keys()],
		runtime: {rules: all('runtime-rules', strings), sets: sorted(all('runtime-set', strings))},
		permanent: {rules: all('permanent-zone', ofFile(rulesIn)), sets: sorted(all('permanent-set', ofFile(entriesIn)))},
	};
}
