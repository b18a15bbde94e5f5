/** A person at a host's shell: types a line, reads what comes until the prompt is back. */
import type { Box } from '#driver/box';
import { text } from './seen.ts';

export const CTRL_C = '\x03';
export const CTRL_D = '\x04';

export type Shell = {
  /** Keys, as they are. */
  keys(keys: string): void;
  /** Resolves when this has been printed since the last command was typed. */
  shows(wanted: string | RegExp): Promise<void>;
  /** Resolves when the prompt is back, with what was printed since the last command was typed. */
  done(): Promise<string>;
  /** Types a command. */
  type(command: string): void;
  /** Types a command and waits for its end; what it printed. */
  run(command: string): Promise<string>;
};

/** Opens the shell of a host; it is ready for the first command. */
export async function shellOn(box: Box, host: string): Promise<Shell> {
  const terminal = await box.openShell(host);
  const prompt = `learner@${host}:~$ `;
  let from = 0;
  const printed = (): string => text(box, `shell-${host}`).slice(from);
  const until = async (match: (output: string) => boolean): Promise<void> => {
    await box.waitFor(() => match(printed()));
  };
  const shell: Shell = {
    keys: keys => terminal.write(keys),
    shows: wanted =>
      until(output => (typeof wanted === 'string' ? output.includes(wanted) : wanted.test(output))),
    done: async () => {
      await until(output => output.includes(prompt));
      return plain(printed().replace(prompt, ''));
    },
    type: command => {
      from += printed().length;
      terminal.write(`${command}\n`);
    },
    run: async command => {
      shell.type(command);
      return await shell.done();
    },
  };
  await shell.done();
  return shell;
}

/** Without the line that was typed, carriage returns, and readline's switching of bracketed paste. */
const plain = (output: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal is sent
  output.replace(/\x1b\[\?2004[hl]\r?|\r/g, '').replace(/^.*\n/, '');
