"""What bench/by-hand does, as a pyinfra deploy: the same files, packages, order, waits and test commands.

Data: files (trees HOST/STAGE/PATH), proof (bench/parts/proof.sh), tests (the test commands, too), records (and those of the
smoke test), unchanged (fail if anything had to be changed).
"""

from pathlib import Path
from shlex import quote

from pyinfra import config, host, inventory
from pyinfra.operations import apt, files, python, server, systemd
from pyinfra.operations.util import any_changed

config.SUDO = True

HOSTS = [one.name for one in inventory.get_group("kafka")]
REGISTRY = inventory.get_group("registry")[0].name
PACKAGES_URL = "http://packages.lab/deb/7.9"
JDBC = "/etc/kafka-connect-jdbc"
OWNERS = {
    "/var/lib/zookeeper/myid": {"user": "cp-kafka", "group": "confluent", "mode": "644"},
    f"{JDBC}/secrets/orders.password": {"user": "cp-kafka-connect", "group": "confluent", "mode": "400"},
    f"{JDBC}/source-orders.properties": {"user": "root", "group": "confluent", "mode": "640"},
}
ROOT = {"user": "root", "group": "root", "mode": "644"}

FILES = Path(host.data.files)
PROOF = "\n".join(
    [
        "set -euo pipefail",
        f"HOST={quote(host.name)} HOSTS=({' '.join(HOSTS)}) REGISTRY={REGISTRY} TOPIC=pyinfra-smoke-test",
        f"BROKERS={','.join(f'{name}:9092' for name in HOSTS)}",
        Path(host.data.proof).read_text(),
    ]
)
IS_REGISTRY = "registry" in host.groups
IS_CONNECT = "connect" in host.groups

made = []  # what must have nothing left to do in a second run


def make(op):
    made.append(op)
    return op


def run(call):
    server.shell(name=call, commands=[f"{PROOF}\n{call}"], _shell_executable="bash")


def test(call):
    if host.data.tests:
        run(call)


def put_files(stage):
    tree = FILES / host.name / stage
    paths = sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file())
    return [
        make(files.put(name=f"/{path}", src=str(tree / path), dest=f"/{path}", **OWNERS.get(f"/{path}", ROOT)))
        for path in host.loop(paths)
    ]


def directory(path, user):
    make(files.directory(name=path, path=path, user=user, group="confluent", mode="750"))


def start(unit, put):
    systemd.daemon_reload(name=f"{unit}: read its files", _if=any_changed(*put))
    make(systemd.service(name=unit, service=unit, running=True, enabled=True))


# Platform
sources = put_files("platform")
key = make(
    files.download(
        name="Key of the repository",
        src=f"{PACKAGES_URL}/archive.key",
        dest="/etc/apt/keyrings/confluent.asc",
        sha256sum=(FILES / "key.sha256").read_text().strip(),
    )
)
# Java's packages want it, and small systems lack it.
make(files.directory(name="/usr/share/man/man1", path="/usr/share/man/man1"))
apt.update(name="Package lists", _if=any_changed(key, *sources))
make(
    apt.packages(
        name="Packages",
        packages=[
            "openjdk-17-jre-headless",
            "curl",
            "confluent-kafka",
            *(["confluent-schema-registry"] if IS_REGISTRY or IS_CONNECT else []),
        ],
        no_recommends=True,
    )
)
test("platform_proof")

# ZooKeeper
directory("/var/lib/zookeeper", "cp-kafka")
start("confluent-zookeeper", put_files("zookeeper"))
run("zookeeper_answers")
test("zookeeper_proof")

# Kafka
directory("/var/lib/kafka/data", "cp-kafka")
kafka = put_files("kafka")
server.shell(
    name="Kernel settings", commands=["sysctl -q -p /etc/sysctl.d/90-kafka.conf"], _if=any_changed(*kafka)
)
start("confluent-kafka", kafka)
run("kafka_answers")
test("kafka_proof")

# Schema Registry
registry = put_files("schema-registry")
if IS_REGISTRY:
    start("confluent-schema-registry", registry)
    run("registry_answers")
test("registry_proof")

# Connect
if IS_CONNECT:
    directory("/var/lib/kafka-connect", "cp-kafka-connect")
    directory(JDBC, "root")
    directory(f"{JDBC}/secrets", "root")
    start("kafka-connect-standalone", put_files("connect"))
    run("connect_answers")
    test("connect_proof")

# Smoke test
if host.data.records:
    if host.name == HOSTS[0]:
        test("create_topic")
    test("records")
    if host.name == HOSTS[0]:
        test("delete_topic")


def nothing_changed():
    changed = [op for op in made if op.did_change()]
    if changed:
        raise RuntimeError(f"{len(changed)} of {len(made)} had something to change")


if host.data.unchanged:
    python.call(name="Nothing was left to do", function=nothing_changed)
