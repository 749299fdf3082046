# The JDBC connector as Confluent Hub serves it: a zip. The platform's packages have had none since 6.0.

PLUGIN=confluentinc-kafka-connect-jdbc-10.9.9

plugin() { # into CACHE/plugins, the same bytes each time it is made
  local out=$CACHE/plugins want
  # shellcheck disable=SC2046 # our own names of files, without spaces
  want=$(cd "$HERE" && cat parts/{plugin,trees}.sh $(find jdbc -type f | sort) | cksum)
  [[ -f $out/.$PLUGIN && $(<"$out/.$PLUGIN") == "$want" ]] && return
  echo "lab: building $PLUGIN.zip" >&2
  STAGE=$CACHE/stage-plugin
  rm -rf "$STAGE" && mkdir -p "$STAGE/$PLUGIN/lib" "$out"
  cp -r "$HERE"/jdbc/{manifest.json,etc} "$STAGE/$PLUGIN/"
  compile "$HERE/jdbc/src" "$STAGE/$PLUGIN/lib/kafka-connect-jdbc-${PLUGIN##*-}.jar" "$JARS/*" \
    org.apache.kafka.connect.source.SourceConnector io.confluent.connect.jdbc.JdbcSourceConnector
  jar --create --no-manifest --date="$JAR_DATE" --file "$STAGE/$PLUGIN.zip" -C "$STAGE" "$PLUGIN"
  mv "$STAGE/$PLUGIN.zip" "$out/"
  rm -rf "$STAGE"
  echo "$want" >"$out/.$PLUGIN"
}
