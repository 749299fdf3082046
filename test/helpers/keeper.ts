import type {MetadataRole} from '../../source/cluster/roles.ts';

/**
 * What keeps the metadata in the tests that run with either: the controllers of KRaft, on 8.3, or ZooKeeper, on 7.9, with
 * `KAFKA_SETUP_KEEPER=zookeeper`. It is also the id of its stage.
 */
export const keeper: MetadataRole = process.env.KAFKA_SETUP_KEEPER === 'zookeeper' ? 'zookeeper' : 'controller';

/** The options of `lab cluster` for it. */
export const keeperOptions: readonly string[] = keeper === 'zookeeper' ? ['--zookeeper'] : ['--version', '8.3'];
