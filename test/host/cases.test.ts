import {rawCommand} from '../../source/core/command.ts';
import {type CommandSpec, command} from '../../source/host/command.ts';
import {directory} from '../../source/host/files/directory.ts';
import {file} from '../../source/host/files/file.ts';
import {port} from '../../source/host/port.ts';
import {sysctl} from '../../source/host/sysctl.ts';
import {runCases} from '../helpers/run-cases.ts';

type Given = Omit<CommandSpec, 'check' | 'apply'> & {readonly check: string; readonly apply: string};
runCases('command', ({check, apply, ...spec}: Given) => command({...spec, check: rawCommand(check), apply: rawCommand(apply)}));
runCases('directory', directory);
runCases('file', file);
runCases('port', port);
runCases('sysctl', sysctl);
