import {readFileSync, writeFileSync} from 'node:fs';
import {overrides} from './walls.ts';

// `npm run walls`: the walls of test/checks/walls.ts into biome.json.
const config = JSON.parse(readFileSync('biome.json', 'utf8'));
writeFileSync('biome.json', `${JSON.stringify({...config, overrides: overrides()}, undefined, '\t')}\n`);
