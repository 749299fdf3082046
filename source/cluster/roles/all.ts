import {connect} from './connect.ts';
import {kafka} from './kafka.ts';
import {schemaRegistry} from './schema-registry.ts';
import {zookeeper} from './zookeeper.ts';

/** The roles, in the order in which they are installed: each needs those before it. */
export const all = [zookeeper, kafka, schemaRegistry, connect] as const;
