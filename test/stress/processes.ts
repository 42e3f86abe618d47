import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { End, Findings, Task } from './messages';

/** A process of its own that does one task and says what it found. */
export class StressProcess {
  readonly findings: Promise<Findings>;
  private readonly child: ChildProcess;

  constructor(task: Task) {
    this.child = fork(join(__dirname, 'worker.js'));
    this.findings = new Promise((resolve, reject) => {
      this.child.once('message', (findings: Findings) => resolve(findings));
      this.child.once('error', reject);
      this.child.once('exit', (code) =>
        reject(new Error(`a process of the stress ended with ${String(code)}`)),
      );
    });
    // Looked at in the end; until then a failure is nobody's surprise.
    this.findings.catch(() => {});
    this.child.send(task);
  }

  endAt(end: number): void {
    this.child.send({ end } satisfies End);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
