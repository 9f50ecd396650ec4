import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type DemoState, readDemo } from '../demo/state';

const ROOT = join(__dirname, '..', '..');

/** A desk that is open: addresses, people and keys, and its end. */
export interface OpenDesk {
  state: DemoState;
  data: string;
  /** As Ctrl-C: resolves to the exit code once everything has ended. */
  stop(): Promise<number | null>;
}

/** Starts `tsunagi demo --desk` as a visitor would; resolves once the desks are open. Rejects if it ends before. */
export async function startDesk(
  data: string,
  args: string[] = [],
  say = (_: string) => undefined as void,
): Promise<OpenDesk> {
  const command = ['bin/tsunagi.mjs', 'demo', '--desk', '--data', data, ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const opened = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      say(chunk.toString());
      if (output.includes('Ctrl-C')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  const code = await Promise.race([opened, ended]);
  if (typeof code === 'number' || code === null) throw new Error(`the desk ended with ${code}:\n${output}`);
  return {
    state: readDemo(data)!,
    data,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}
