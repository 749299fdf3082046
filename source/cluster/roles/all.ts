import {connect} from './connect.ts';
import {controller} from './controller.ts';
import {kafka} from './kafka.ts';
import {schemaRegistry} from './schema-registry.ts';
import {zookeeper} from './zookeeper.ts';

/** The roles, in the order in which they are installed: each needs those before it. */
export const all = [controller, zookeeper, kafka, schemaRegistry, connect] as const;
