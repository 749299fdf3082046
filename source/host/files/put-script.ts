import {sh} from '../../core/command.ts';

/**
 * The last digits of the modification time, in nanoseconds, of a file that `put` wrote: it tells our own file from one
 * that a package or a person wrote, or edited since, without a record kept elsewhere that could be lost.
 */
export const mark = '271828';

/**
 * bash, after `beside`; wants `owner` (user:group) and `mode`, and on standard input a line with the sha256, then the
 * content. Says on standard output why it refused. Each command is checked by hand, as `set -e` has no effect where a shell
 * runs this as part of a condition. The backup is a hard link: made at once or not at all, and never over an older one.
 *
 * Of the temp file only the descriptor is used until it is renamed, as its name may stand for another file a moment later
 * where others can change the directory. There it is opened under a name that nobody knows before, and never through a link:
 * mktemp's own file would have to be opened a second time. mktemp makes it private even where an access control list gives
 * rights to new files; the other way does so a moment later, so secrets belong where only root may write.
 *
 * The backup gets no wider mode than the new file, as both may hold the same secret. Where others can change the directory it
 * keeps its own: chmod has no way to be sure of a name there.
 */
export const putScript = sh`umask 077; export LC_ALL=C
file=./$name before=./$name.kafka-setup-before temp= out=
if [ -L "$file" ]; then echo found symlink; exit 1
elif [ -d "$file" ]; then echo found directory; exit 1
elif [ -e "$file" ] && [ ! -f "$file" ]; then echo found other; exit 1; fi
end() {
	code=$1; trap - EXIT
	[ -z "$temp" ] || rm -f -- "$temp"
	[ -z "$out" ] || exec {out}>&-
	[ "$code" = 0 ] || echo free $(df --output=avail,iavail -B1 . | tail -n 1)
	exit "$code"
}
trap 'end $?' EXIT; trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
IFS= read -r sum || { echo damaged; exit 1; }
rm -f -- "./.$name.kafka-setup."??????
if shared; then
	temp=$(mktemp -u -- "./.$name.kafka-setup.XXXXXX") && set -C && exec {out}>"$temp" && set +C || exit 1
	case $(stat -L -c '%f %h %u %s' -- "/proc/self/fd/$out") in 8???" 1 $EUID 0") ;; *) echo "unsafe moved \${PWD%/}/$name"; exit 1 ;; esac
	chmod 0600 -- "/proc/self/fd/$out" || exit 1
else
	temp=$(mktemp -- "./.$name.kafka-setup.XXXXXX") && exec {out}>"$temp" || exit 1
fi
new=/proc/self/fd/$out
cat >&"$out" || exit 1
[ "$(sha256sum <"$new")" = "$sum  -" ] || { echo damaged; exit 1; }
chown "$owner" -- "$new" && chmod "$mode" -- "$new" || exit 1
touch -d "@$(date +%s.%3N)"${mark} -- "$new" || exit 1
labels=; if command -v selinuxenabled >/dev/null && selinuxenabled; then labels=1; fi
if [ -e "$file" ]; then
	[ -z "$labels" ] || chcon -- "$(stat -c %C -- "$file")" "$new" || exit 1
	case $(stat -c %.9Y -- "$file") in
		*${mark}) ;;
		*) [ -e "$before" ] || [ -L "$before" ] || ln -PT -- "$file" "$before" || exit 1 ;;
	esac
	labels=
fi
sync -- "$new" && mv -fT -- "$temp" "$file" || exit 1
temp=
if shared; then
	[ "$(stat -c %d:%i -- "$file")" = "$(stat -L -c %d:%i -- "$new")" ] || { echo "unsafe moved \${PWD%/}/$name"; exit 1; }
elif [ -f "$before" ] && [ ! -L "$before" ]; then
	was=$(stat -c %a -- "$before") && tight=$(printf %o $((0$was & 0$mode))) || exit 1
	[ "$was" = "$tight" ] || chmod "$tight" -- "$before" || exit 1
fi
[ -z "$labels" ] || restorecon -- "\${PWD%/}/$name" || exit 1
sync -- .`;
