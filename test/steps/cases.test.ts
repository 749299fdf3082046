import {command} from '../../source/steps/command.ts';
import {directory} from '../../source/steps/directory.ts';
import {file} from '../../source/steps/file.ts';
import {port} from '../../source/steps/port.ts';
import {sysctl} from '../../source/steps/sysctl.ts';
import {user} from '../../source/steps/user.ts';
import {runCases} from '../helpers/run-cases.ts';

runCases('command', command);
runCases('directory', directory);
runCases('file', file);
runCases('port', port);
runCases('sysctl', sysctl);
runCases('user', user);
