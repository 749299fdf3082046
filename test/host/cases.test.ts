import {directory} from '../../source/host/files/directory.ts';
import {file} from '../../source/host/files/file.ts';
import {port} from '../../source/host/port.ts';
import {sysctl} from '../../source/host/sysctl.ts';
import {runCases} from '../helpers/run-cases.ts';

runCases('directory', directory);
runCases('file', file);
runCases('port', port);
runCases('sysctl', sysctl);
