# Kafka as Apache serves it: kafka_2.13-VERSION.tgz with bin/, config/ and libs/, and its checksum; for an operator to hand over
# (CACHE/archives), and for hosts to get (http://packages.lab/kafka/VERSION/, the paths of Apache's servers).

archive() { # archive KAFKA_VERSION: make it, unless it is there; and print its path
  local name=kafka_2.13-$1 out=$CACHE/archives want
  use "$1"
  # shellcheck disable=SC2046 # our own names of files, without spaces
  want=$(cd "$HERE" && cat parts/{archive,commands}.sh archive/* $(find kafka $KAFKA -type f | sort) | cksum)
  if [[ ! -f $out/.$name || $(<"$out/.$name") != "$want" ]]; then
    echo "lab: building $name.tgz" >&2
    STAGE=$CACHE/stage-archive/$1
    rm -rf "$STAGE" && mkdir -p "$STAGE" "$out"
    archive_tree "$STAGE/$name"
    # Jars don't shrink.
    tar -C "$STAGE" --owner=root:0 --group=root:0 -cf - "$name" | gzip -1 >"$STAGE/$name.tgz"
    # Apache's own way: the name, and groups of digits over several lines, which no checking tool reads.
    (cd "$STAGE" && gpg --homedir "$CACHE/keys/gnupg" --print-md SHA512 "$name.tgz" >"$name.tgz.sha512")
    mv "$STAGE/$name.tgz" "$STAGE/$name.tgz.sha512" "$out/"
    rm -rf "$STAGE"
    mkdir -p "$CACHE/repo/kafka/$1" && ln -f "$out/$name".tgz* "$CACHE/repo/kafka/$1/"
    echo "$want" >"$out/.$name"
  fi
  echo "$out/$name.tgz"
}

archive_tree() {
  local r=$1
  mkdir -p "$r/libs"
  cp "$JARS"/*.jar "$r/libs/"
  # shellcheck disable=SC2016 # a command finds its own folder
  commands "$r/bin" .sh '$here/../config'
  cp -rL "$HERE/$KAFKA/etc/kafka" "$r/config"
  if ((LINE < 4)); then cp "$HERE/archive/connect-log4j.properties" "$r/config/"; else cp "$HERE/archive/connect-log4j2.yaml" "$r/config/"; fi
  # Where the packages keep data and plugins, Apache's samples name /tmp and nothing.
  find "$r/config" -type f -exec sed -i -e 's#=/var/lib/kafka$#=/tmp/kafka-logs#' -e 's#=/var/lib/zookeeper$#=/tmp/zookeeper#' \
    -e 's#^plugin.path=.*#\#plugin.path=#' -e 's#value: /var/log/kafka$#value: .#' {} +
  (cd "$r" && jar xf "$(echo libs/kafka_2.13-*.jar)" LICENSE NOTICE)
}
