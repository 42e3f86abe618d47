import { adopt } from './adopt';

const { stdout, stderr } = process;

/** On a terminal, in one line that moves on. */
const progress = (line: string): void => void stderr.write(stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
const say = (line: string): void => {
  if (stderr.isTTY) stderr.write('\r\x1b[K');
  stdout.write(`${line}\n`);
};

void adopt(process.argv.slice(2), process.env, { say, progress }).then((code) => {
  process.exitCode = code;
});
