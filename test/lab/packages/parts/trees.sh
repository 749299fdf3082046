# What lies in each package's tree.

tree_kafka() {
  local r=$1
  mkdir -p "$r/usr/share/java/kafka" "$r/etc"
  ln "$JARS"/*.jar "$r/usr/share/java/kafka/" 2>/dev/null || cp "$JARS"/*.jar "$r/usr/share/java/kafka/"
  cp -rL "$HERE/$KAFKA/etc/kafka" "$r/etc/"
  commands "$r/usr/bin" '' /etc/kafka
}

compile() { # compile SOURCES JAR CLASSPATH [SERVICE CLASS]: a jar of the lab's own classes
  local out
  out=$(mktemp -d "$STAGE/javac.XXXX")
  # shellcheck disable=SC2046 # our own names of files, without spaces
  javac --release 11 -nowarn -d "$out" -cp "$3" $(find "$1" -name '*.java')
  if [[ ${4:-} ]]; then mkdir -p "$out/META-INF/services" && echo "$5" >"$out/META-INF/services/$4"; fi
  jar --create --date="$JAR_DATE" --file "$2" -C "$out" .
}

# The registry is Apicurio's, which keeps its schemas in Kafka too and speaks the same REST API; a front of the lab's
# own reads the settings file and serves the paths. It lies outside /usr/share/java, where Connect looks for plugins.
tree_schema_registry() {
  local r=$1 f tools=$1/usr/share/java/kafka-serde-tools
  mkdir -p "$r/usr/bin" "$r/usr/lib/schema-registry" "$r/usr/share/java/schema-registry" "$tools" "$r/etc"
  cp -al "$CACHE"/jars/registry/. "$r/usr/lib/schema-registry/"
  rm -f "$r/usr/lib/schema-registry/.lab-ready"
  cp "$HERE"/schema-registry/bin/* "$r/usr/bin/" && chmod 755 "$r"/usr/bin/*
  cp -r "$HERE/schema-registry/etc/schema-registry" "$r/etc/"
  compile "$HERE/schema-registry/src/lab" "$r/usr/share/java/schema-registry/lab-registry-front.jar" .
  for f in "$CONVERTER_JARS"/*.jar; do
    case ${f##*/} in # Connect has these
      connect-api-* | connect-json-* | kafka-clients-* | slf4j-* | lz4-* | snappy-* | zstd-* | javax.ws.rs-*) ;;
      *) ln "$f" "$tools/" ;;
    esac
  done
  compile "$HERE/schema-registry/src/io" "$tools/lab-avro-converter.jar" "$CONVERTER_JARS/*" \
    org.apache.kafka.connect.storage.Converter io.confluent.connect.avro.AvroConverter
}
