import {type Command, rawCommand, sh} from '../../core/command.ts';
import {awaitLocks, dnfLocks} from './package-locks.ts';
import type {Installed, Manager, Pin} from './package-manager.ts';
import {ownPackages, recordBefore} from './packages-before.ts';

function parse(stdout: string): ReadonlyMap<string, Installed> {
	const found = new Map<string, Installed>();
	for (const line of stdout.split('\n')) {
		const [name, version] = line.split('\t');
		if (name && version !== undefined) found.set(name, {version, broken: false});
	}
	return found;
}

const installed = rawCommand(`rpm -qa --qf '%{NAME}\\n'`);

/** Of the repository only what has the version, and what is no member of the family. */
const onlyPinned = (names: readonly string[], {repository, family, version}: Pin) =>
	`--setopt=${repository}.includepkgs=${[`${family}-${version}-*`, ...names].join(',')}`;

/** Asked of the one repository: a host may have others that do not answer. */
const newest = (program: string, name: string, repository: string): Command =>
	sh`${program} -q --disablerepo=${'*'} --enablerepo=${repository} list available ${name}`;

/** A second try with fresh metadata, if the mirror may have changed since it was read. */
const install = (program: string, names: readonly string[], pin?: Pin): Command => sh`${awaitLocks}
${recordBefore(installed)}
names=(${names})
said=$(mktemp)
trap 'rm -f "$said"' EXIT
run() { await_locks ${dnfLocks}; ${program} install -y --setopt=install_weak_deps=False ${pin === undefined ? [] : [onlyPinned(names, pin)]} "\${names[@]}" 2>&1 | tee "$said"; return "\${PIPESTATUS[0]}"; }
run
code=$?
if [ $code != 0 ] && grep -qE 'No match for argument|No package .* available|Unable to find a match|404|hecksum doesn|No more mirrors|GPG check FAILED' "$said"; then
	${program} clean expire-cache
	run
	code=$?
fi
exit $code`;

/** A package that another one needs stays, and so does what only such a one needs. What came as a dependency stays, too. */
const removable = (names: readonly string[]): Command => sh`names=(${names})
${ownPackages}
installed() { rpm -q --quiet "$1"; }
own_packages
while :; do
	mine=()
	for name in "\${own[@]}"; do
		others=
		for by in $(rpm -e --test "$name" 2>&1 | sed -n 's/.* is needed by (installed) //p' | sort -u); do
			by=$(rpm -q --qf '%{NAME}\\n' "$by" | head -n 1)
			case " \${own[*]} " in *" $by "*) ;; *) others+=" $by" ;; esac
		done
		if [ "$others" ]; then echo "needed $name$others"; else mine+=("$name"); fi
	done
	[ \${#mine[@]} -lt \${#own[@]} ] || break
	own=("\${mine[@]}")
done
for name in "\${mine[@]}"; do echo "own $name"; done`;

const remove = (program: string, names: readonly string[]): Command => sh`${awaitLocks}
await_locks ${dnfLocks}
names=(${names})
rpm -e --test "\${names[@]}" || exit
${program} remove -y --setopt=clean_requirements_on_remove=False "\${names[@]}"`;

export const dnf: Manager = {
	// Asked by what they provide: a minimal system has curl-minimal, which takes the place of curl and conflicts with it.
	query: names => sh`rpm -q --whatprovides --qf '[%{PROVIDENAME}\t%{=VERSION}\n]' ${names} 2>/dev/null; true`,
	parse,
	newest: (program, name, repository) => ({
		command: sh`${awaitLocks}
await_locks ${dnfLocks}
run() { ${newest(program, name, repository)}; }
# There may be older metadata than what the mirror has now.
found=$(run) || { ${program} clean expire-cache; found=$(run); }
# Which says why.
[ "$found" ] || exec ${program} install --assumeno ${name}
echo "newest $(awk -v name=${name} 'index($1, name ".") == 1 { print $2; exit }' <<<"$found")"`,
		as: newest(program, name, repository),
	}),
	pin: (name, version) => `${name}-${version}`,
	typed: (program, names) => sh`${program} install -y ${names}`,
	install,
	removable,
	typedRemove: (program, names) => sh`${program} remove -y ${names}`,
	remove,
	env: {},
};
