import { readFileSync } from 'node:fs';
import type { ExamineOptions } from '@bookstore/doctor';
import { findRunningMesh, MeshError } from '@bookstore/mesh';
import { dataDirectoryOf } from '../data-directory.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandFailure, usageFailure } from '../failures.ts';
import type { Environment } from '../settings.ts';

/** What the doctor is to read. */
export type Sources = Pick<ExamineOptions, 'inventoryDatabase' | 'ordersDatabase' | 'payments'>;

const STRIPE = 'https://api.stripe.com';

/**
 * Those that the variables of the services name, or else those of the shop that runs on this computer.
 * @throws {CommandFailure} naming the variable that is wrong, or saying that no shop runs here.
 */
export function findSources(environment: Environment): Sources {
  const inventoryDatabase = read(environment, 'INVENTORY_DATABASE_URL');
  const ordersDatabase = read(environment, 'ORDERS_DATABASE_URL');
  if (inventoryDatabase === undefined && ordersDatabase === undefined) return ofRunningMesh(environment);
  if (inventoryDatabase === undefined || ordersDatabase === undefined) {
    throw usageFailure('INVENTORY_DATABASE_URL and ORDERS_DATABASE_URL are needed both, or neither');
  }
  return { inventoryDatabase, ordersDatabase, payments: paymentsOf(environment) };
}

function paymentsOf(environment: Environment): Sources['payments'] {
  const keyFile = given(environment, 'STRIPE_SECRET_KEY_FILE');
  const apiUrl = given(environment, 'STRIPE_API_URL');
  if (keyFile === undefined && apiUrl === undefined) return undefined;
  if (keyFile === undefined) throw usageFailure('STRIPE_SECRET_KEY_FILE is needed beside STRIPE_API_URL');
  if (apiUrl !== undefined && !/^https?:/.test(URL.parse(apiUrl)?.protocol ?? '')) {
    throw usageFailure('STRIPE_API_URL: a URL such as https://api.stripe.com is allowed');
  }
  return { apiUrl: apiUrl ?? STRIPE, secretKey: contentOf('STRIPE_SECRET_KEY_FILE', keyFile) };
}

function ofRunningMesh(environment: Environment): Sources {
  try {
    const mesh = findRunningMesh(dataDirectoryOf(environment));
    const secretKey = contentOf('the payment key', mesh.paymentKeyFile);
    return {
      inventoryDatabase: mesh.databaseUrl('inventory'),
      ordersDatabase: mesh.databaseUrl('orders'),
      payments: { apiUrl: mesh.paymentsUrl, secretKey },
    };
  } catch (cause) {
    if (!(cause instanceof MeshError)) throw cause;
    const hint = 'or name the databases by INVENTORY_DATABASE_URL and ORDERS_DATABASE_URL';
    throw new CommandFailure(ExitCode.UNAVAILABLE, 'UNREACHABLE', cause.message, { hint, cause });
  }
}

function read(environment: Environment, name: string): string | undefined {
  const [direct, file] = [given(environment, name), given(environment, `${name}_FILE`)];
  if (direct !== undefined && file !== undefined) {
    throw usageFailure(`${name} and ${name}_FILE are both set: set one of them`);
  }
  const value = file === undefined ? direct : contentOf(`${name}_FILE`, file);
  if (value === undefined || /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '')) return value;
  // Never the value: it holds a password.
  throw usageFailure(`${name}: postgresql://user:password@host:port/database is allowed`);
}

function given(environment: Environment, name: string): string | undefined {
  return environment[name] === '' ? undefined : environment[name];
}

/** The file is not named: somebody may have given the secret itself in its place. */
function contentOf(name: string, file: string): string {
  try {
    const content = readFileSync(file, 'utf8').trim();
    if (content !== '') return content;
  } catch (cause) {
    throw new CommandFailure(ExitCode.USAGE, 'USAGE', `${name}: the file that it names cannot be read`, { cause });
  }
  throw usageFailure(`${name}: the file that it names is empty`);
}
