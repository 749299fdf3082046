"""The lab's three hosts, and who has a role of its own."""

kafka = ["kafka-01", "kafka-02", "kafka-03"]
registry = ["kafka-01"]
connect = ["kafka-03"]
