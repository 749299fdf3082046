# The database host: PostgreSQL with a sample table, installed once into a layer that lies upon the Debian base image.

DB_NAME=shop DB_USER=app DB_PASSWORD=app-secret

build_db() {
  local out=$CACHE/layer-db want name
  want=$({ cat "$CACHE/base-debian/.lab-ready" "$REPO/debian/.lab-ready"; declare -f build_db fill_db db_settings db_rows; } |
    cksum | cut -d' ' -f1)
  [[ -f $out.ready && $(<"$out.ready") == "$want" ]] && return
  for name in $(hosts); do
    ! has "$name" db || die "the database layer is out of date and $name lies upon it: lab down"
  done
  say "installing PostgreSQL into the database layer"
  rm -rf "$out" "$out.ready" && mkdir -p "$out.new"/{upper,work,root}
  fill_db "$out.new" >"$CACHE/layer-db.log" 2>&1 || { tail -20 "$CACHE/layer-db.log" >&2; die "the database layer was not built"; }
  umount -R "$out.new/root"
  mv "$out.new/upper" "$out"
  rm -rf "$out.new"
  echo "$want" >"$out.ready"
}

fill_db() ( # in the build's own mount namespace, so that a killed build leaves no mounts
  set -e
  r=$1/root
  in_root() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive chroot "$r" "$@"; }
  mount -t overlay lab-db -o "lowerdir=$CACHE/base-debian,upperdir=$1/upper,workdir=$1/work" "$r"
  mount --rbind /dev "$r/dev"
  mount -t proc proc "$r/proc"
  mount -t tmpfs tmpfs "$r/run"
  mount --bind "$REPO/debian" "$r/mnt"
  echo 'deb [trusted=yes] file:/mnt ./' >"$r/etc/apt/sources.list"
  printf '#!/bin/sh\nexit 101\n' >"$r/usr/sbin/policy-rc.d" && chmod 755 "$r/usr/sbin/policy-rc.d"
  in_root apt-get -qq update
  in_root apt-get -qq install -y --no-install-recommends postgresql
  read -r version cluster _ < <(in_root pg_lsclusters -h)
  db_settings >"$r/etc/postgresql/$version/$cluster/conf.d/lab.conf"
  echo 'host all all samenet scram-sha-256' >>"$r/etc/postgresql/$version/$cluster/pg_hba.conf"
  in_root pg_ctlcluster "$version" "$cluster" start
  db_rows | in_root su postgres -c 'psql -XqAt -v ON_ERROR_STOP=1'
  in_root pg_ctlcluster "$version" "$cluster" stop
  : >"$r/etc/apt/sources.list"
  rm -rf "$r/usr/sbin/policy-rc.d" "$r"/var/lib/apt/lists/* "$r"/var/cache/apt/*.bin
)

db_settings() {
  printf '%s\n' "listen_addresses = '*'" 'max_connections = 40' 'shared_buffers = 16MB' 'jit = off'
}

db_rows() {
  cat <<SQL
create user $DB_USER password '$DB_PASSWORD';
create database $DB_NAME owner $DB_USER;
\\connect $DB_NAME
set role $DB_USER;
create table orders(id serial primary key, item text not null, changed timestamptz not null default now());
insert into orders(item) values ('paper'), ('pencils'), ('lamp'), ('chair'), ('kettle');
SQL
}

db_ready() { enter "$1" pg_isready -q -h "$(addr "$1")" -d "$DB_NAME"; }

cmd_sql() { # as the user that owns the table, through the network address that others use
  local name=${1:-}
  must_exist "$name"
  has "$name" db || die "$name has no database (flag db)"
  shift
  (($#)) || die "query what?"
  enter "$name" env PGPASSWORD="$DB_PASSWORD" psql -XqAt -v ON_ERROR_STOP=1 -h "$(addr "$name")" -U "$DB_USER" -d "$DB_NAME" -c "$*"
}
