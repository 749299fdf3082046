import {rawCommand} from '../../source/core/command.ts';
import {type CommandSpec, command} from '../../source/steps/command.ts';
import {directory} from '../../source/steps/directory.ts';
import {file} from '../../source/steps/file.ts';
import {port} from '../../source/steps/port.ts';
import {sysctl} from '../../source/steps/sysctl.ts';
import {user} from '../../source/steps/user.ts';
import {runCases} from '../helpers/run-cases.ts';

type Given = Omit<CommandSpec, 'check' | 'apply'> & {readonly check: string; readonly apply: string};
runCases('command', ({check, apply, ...spec}: Given) => command({...spec, check: rawCommand(check), apply: rawCommand(apply)}));
runCases('directory', directory);
runCases('file', file);
runCases('port', port);
runCases('sysctl', sysctl);
runCases('user', user);
