import { stringify } from 'csv-stringify/sync';
import type { Route } from './+types/refused-rows';
import { webContext } from '../../contexts.ts';
import { stillStaff } from '../../staff/staff-only.server.ts';

const COLUMNS = ['line', 'title', 'isbn', 'reason', 'field', 'message'] as const;

/** The rows of an import that were refused, with the reason of each, as a spreadsheet opens them. */
export async function loader({ request, params: { importId }, url, context }: Route.LoaderArgs) {
  const { user } = await stillStaff(url, context, request.signal);
  const run = context.get(webContext).imports.find(importId, user?.userId ?? '');
  if (!run) throw new Response(null, { status: 404 });
  const rows = [...run.refusedBooks].sort((one, other) => one.line - other.line);
  // What a supplier wrote must not become a formula of the spreadsheet (OWASP, CSV Injection).
  const text = stringify(rows, { header: true, columns: [...COLUMNS], bom: true, escape_formulas: true });
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="refused-rows.csv"',
      'cache-control': 'private, no-store',
    },
  });
}
