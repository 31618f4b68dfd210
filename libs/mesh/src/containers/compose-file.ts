import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

/** The part of the Compose specification that the shop's file uses. */
const Secret = z.union([
  z.string().transform((source) => ({ source, target: source })),
  z.object({ source: z.string(), target: z.string() }),
]);
const Program = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(Secret).default([]),
  volumes: z.array(z.string()).default([]),
});
const ComposeFile = z.object({
  services: z.record(z.string(), Program),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

/** What Docker calls a bind: a path of this machine or the name of a volume, and where a container sees it. */
export interface Bind {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** One program of the Compose file, as a container is made from it. */
export interface ContainerProgram {
  readonly image: string;
  readonly command: readonly string[] | undefined;
  readonly user: string | undefined;
  readonly readOnly: boolean;
  readonly droppedCapabilities: readonly string[];
  readonly securityOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly binds: readonly Bind[];
}

/** Reads what the shop runs in containers, so that tests run just that; secrets come from the folder given. */
export function readComposeFile(file: string, secretsDirectory: string): Readonly<Record<string, ContainerProgram>> {
  const text = readFileSync(file, 'utf8').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
  const { services, secrets } = ComposeFile.parse(parse(text, { merge: true }));
  const locate = (path: string) => {
    if (!path.startsWith('./')) return path;
    if (path.startsWith('./secrets/')) return join(secretsDirectory, path.slice('./secrets/'.length));
    return resolve(dirname(file), path);
  };
  const bindOfSecret = ({ source, target }: z.output<typeof Secret>): Bind => ({
    source: locate(secrets[source]?.file ?? source),
    target: `/run/secrets/${target}`,
    readOnly: true,
  });
  const bindOfVolume = (volume: string): Bind => {
    const [source = '', target = '', mode] = volume.split(':');
    return { source: locate(source), target, readOnly: mode === 'ro' };
  };
  return Object.fromEntries(
    Object.entries(services).map(([name, program]): [string, ContainerProgram] => [
      name,
      {
        image: program.image,
        command: program.command,
        user: program.user,
        readOnly: program.read_only,
        droppedCapabilities: program.cap_drop,
        securityOptions: program.security_opt,
        environment: program.environment,
        binds: [...program.secrets.map(bindOfSecret), ...program.volumes.map(bindOfVolume)],
      },
    ]),
  );
}
