import type { CommandDefinition } from '../model/command.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Commands } from '../write/commands.ts';
import { type Decided, judge } from '../write/decide.ts';

/** A command that can take its events back by others. */
export type Compensating = CommandDefinition & {
  readonly '~compensate': NonNullable<CommandDefinition['~compensate']>;
};

/** The command of a name, if it has a compensation. */
export function compensatingCommand(commands: Commands, name: string | undefined): Compensating | undefined {
  const command = commands.get(name ?? '');
  return command?.['~compensate'] === undefined ? undefined : (command as Compensating);
}

/** Decides the compensation of a command's events. Throws `command.threw` and `command.invalid_decision`. */
export function compensate(commands: Commands, command: Compensating, events: readonly Envelope[]): Decided {
  return commands.deciding(command, 'compensation', (reads, context) =>
    judge(
      command,
      () => command['~compensate'](events, reads, context),
      () => ({ command: command.name }),
    ),
  );
}
