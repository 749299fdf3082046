# Getting the jars, once.

fetch() {
  local v
  for v in "${KAFKA_VERSIONS[@]}"; do
    fetch_kafka "$v"
    jars schema-registry/pom.xml "$CONVERTER_JARS" -Djackson.version="$(version_of jackson-databind)" \
      -Djackson.annotations.version="$(version_of jackson-annotations)"
  done
  artifact io.apicurio:apicurio-registry-app:3.0.9:tar.gz:all "$CACHE/jars/registry"
  # What an operator brings: a driver for the database that the lab's mirror has.
  artifact org.postgresql:postgresql:42.7.7 "$CACHE/drivers"
}

fetch_kafka() { # fetch_kafka KAFKA_VERSION
  use "$1"
  jars $KAFKA/pom.xml "$JARS" -Dkafka.version="$1"
}

version_of() { # version_of ARTIFACT: the one that the Kafka in use has
  local jar
  for jar in "$JARS/$1"-[0-9]*.jar; do jar=${jar##*/"$1"-} && echo "${jar%.jar}"; done
}

maven() { mvn -B -q "$@" >"$CACHE/mvn.log" 2>&1 || { tail -20 "$CACHE/mvn.log" >&2; exit 1; }; }

jars() { # jars POM FOLDER [OPTION]: a project's dependencies
  local want
  want="$(cksum <"$HERE/$1") ${*:3}"
  [[ -f $2/.lab-ready && $(<"$2/.lab-ready") == "$want" ]] && return
  echo "lab: fetching jars: $(basename "$2")" >&2
  rm -rf "$2" && mkdir -p "$2"
  maven -f "$HERE/$1" "${@:3}" dependency:copy-dependencies -DoutputDirectory="$2"
  echo "$want" >"$2/.lab-ready"
}

artifact() { # artifact COORDINATES FOLDER: one file, unpacked if it is an archive
  [[ -f $2/.lab-ready ]] && return
  echo "lab: fetching ${1#*:}" >&2
  rm -rf "$2" && mkdir -p "$2"
  maven dependency:copy -Dartifact="$1" -DoutputDirectory="$2"
  local f
  for f in "$2"/*.tar.gz; do tar xzf "$f" -C "$2" && rm "$f"; done
  touch "$2/.lab-ready"
}
