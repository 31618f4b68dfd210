import { spawnSync } from 'node:child_process';

/** Why there is no engine to run containers on; undefined if there is one. */
export function findEngineProblem(): string | undefined {
  const { error, stdout, stderr } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
  });
  if (error) return 'there is no docker command';
  return stdout.trim() === '' ? `no Docker engine answers (${stderr.trim().split('\n')[0] ?? ''})` : undefined;
}
