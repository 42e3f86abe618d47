import { arch, cpus, platform, totalmem } from 'node:os';

/** What the figures were measured on: they mean nothing without it. */
export function machine(postgresVersion: string): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const cores = cpus();
  const model = cores[0]?.model.trim() ?? 'unknown processor';
  return `${cores.length} cores (${model}), ${memory}, ${platform()} ${arch()}, Node ${process.versions.node}, PostgreSQL ${postgresVersion} with fsync on`;
}
