import { PrismaPg } from '@prisma/adapter-pg';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/**
 * Prisma's adapter, but a migration goes to PostgreSQL as it is written, in one piece, and so
 * happens whole or not at all.
 *
 * Symptom: "syntax error" or "unterminated dollar-quoted string" in a migration that PostgreSQL
 * takes. Cause: `executeScript` of @prisma/adapter-pg (7.10.0) splits a script at every semicolon,
 * those of comments, texts and function bodies too, and runs the pieces one by one outside a
 * transaction; the native engine sends scripts whole. To be removed when the adapter does.
 */
export class WholeScriptPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    return sendingWholeScripts(await super.connect());
  }

  override async connectToShadowDb(): Promise<Adapter> {
    return sendingWholeScripts(await super.connectToShadowDb());
  }
}

function sendingWholeScripts(adapter: Adapter): Adapter {
  const pool: pg.Pool = adapter.underlyingDriver();
  adapter.executeScript = async (script) => {
    await pool.query(script).catch((error: unknown) => {
      throw error instanceof pg.DatabaseError ? described(error) : error;
    });
  };
  return adapter;
}

/** The engine reports only errors of this kind with their message. */
function described({ code = '', severity = '', message, detail, column, hint }: pg.DatabaseError): DriverAdapterError {
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}
