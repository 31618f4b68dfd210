import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { data, Link, useRevalidator } from 'react-router';
import type { Route } from './+types/import';
import { webContext } from '../../contexts.ts';
import type { ImportStanding, RefusedBook } from '../../staff/imports/import-run.server.ts';
import { figuresOf, paceOf, STATE_TEXTS } from '../../staff/imports/import-texts.ts';
import { stillStaff } from '../../staff/staff-only.server.ts';
import { TableHead } from '../../staff/table-head.tsx';

const MOST_SHOWN = 50;

export async function loader({ request, params: { importId }, url, context }: Route.LoaderArgs) {
  const { user, session } = await stillStaff(url, context, request.signal);
  const run = context.get(webContext).imports.find(importId, user?.userId ?? '');
  if (!run) return data({ run: undefined }, 404);
  if (session) run.lend(session);
  const { fileName, standing, refusedBooks } = run;
  return data({ run: { fileName, standing, refused: refusedBooks.slice(0, MOST_SHOWN) } });
}

export default function Import({ loaderData: { run }, params: { importId } }: Route.ComponentProps) {
  return (
    <div className="mx-auto max-w-3xl space-y-6">{run ? <Known run={run} importId={importId} /> : <Unknown />}</div>
  );
}

interface KnownProps {
  readonly importId: string;
  readonly run: NonNullable<Route.ComponentProps['loaderData']['run']>;
}

function Known({ run, importId }: KnownProps) {
  const standing = useLive(importId, run.standing);
  const { state, percent, problem, refused } = standing;
  return (
    <>
      <title>{`${run.fileName} · Staff · Bookstore`}</title>
      <p className="text-sm break-words text-muted">{run.fileName}</p>
      <h1 className="text-3xl sm:text-4xl" aria-live="polite">
        {STATE_TEXTS[state]}
      </h1>
      <section className="card p-6" aria-label="How far it is">
        <progress className="gauge" max={100} value={percent} aria-label="Taken in" />
        <p className="mt-2 text-sm text-muted">{paceOf(standing)}</p>
        <dl className="mt-5 grid grid-cols-2 gap-4 sm:grid-cols-4">
          {figuresOf(standing).map(([name, count]) => (
            <div key={name} className="flex flex-col-reverse justify-end">
              <dt className="text-sm text-muted">{name}</dt>
              <dd className="font-display text-2xl font-semibold">{count}</dd>
            </div>
          ))}
        </dl>
        {problem !== undefined && (
          <p role="alert" className="mt-5 rounded-lg border border-bad px-4 py-3 break-words text-bad">
            {problem}
          </p>
        )}
      </section>
      {state === 'running' && <Meanwhile />}
      {state !== 'running' && refused > 0 && <Refused rows={run.refused} count={refused} importId={importId} />}
      {state !== 'running' && (
        <p className="flex flex-wrap gap-3">
          <Link className="button button-quiet" to="/staff/books">
            See the books
          </Link>
          <Link className="button button-quiet" to="/staff/imports">
            Another list
          </Link>
        </p>
      )}
    </>
  );
}

function Meanwhile() {
  return (
    <div className="space-y-2 text-sm text-muted">
      <p>
        You may leave this page; the list goes in all the same. Should the shop's pages be started anew meanwhile, only
        this page is lost: upload the same file again, and no row is taken twice.
      </p>
      <noscript>
        <a className="link" href="">
          Look again how far it is
        </a>
      </noscript>
    </div>
  );
}

interface RefusedProps {
  readonly rows: readonly RefusedBook[];
  readonly count: number;
  readonly importId: string;
}

function Refused({ rows, count, importId }: RefusedProps) {
  return (
    <section className="card" aria-labelledby="refused">
      <div className="flex flex-wrap items-center justify-between gap-4 p-6">
        <h2 id="refused" className="text-xl">
          Rows that were refused
        </h2>
        <a className="button button-quiet" href={`/staff/imports/${importId}/refused.csv`} download>
          <Download className="size-4" aria-hidden="true" />
          Download them
        </a>
      </div>
      <table className="figures">
        <TableHead columns={[['Line'], ['Why']]} />
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.line} ${row.field}`}>
              <th scope="row">{row.line}</th>
              <td className="break-words">
                {row.title !== '' && <span className="block font-medium">{row.title}</span>}
                <span className="block first-letter:uppercase">{row.message}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > rows.length && (
        <p className="border-t border-line p-4 text-sm text-muted">
          {(count - rows.length).toLocaleString('en')} more are in the file to download.
        </p>
      )}
    </section>
  );
}

function Unknown() {
  return (
    <>
      <title>An import that is not known · Staff · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">This import is not known any more</h1>
      <p className="text-muted">
        The shop's pages have been started anew since, or it was long ago. What went in stays. If you are not sure,
        upload the same file again: no row is taken twice.
      </p>
      <Link className="button" to="/staff/imports">
        Upload a list
      </Link>
    </>
  );
}

/** How the import stands, told as it goes. */
function useLive(importId: string, known: ImportStanding): ImportStanding {
  const [told, setTold] = useState<ImportStanding>();
  const { revalidate } = useRevalidator();
  const isRunning = known.state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const progress = new EventSource(`/staff/imports/${importId}/progress`);
    progress.addEventListener('standing', ({ data: text }: MessageEvent<string>) => {
      const standing = JSON.parse(text) as ImportStanding;
      setTold(standing);
      if (standing.state === 'running') return;
      progress.close();
      void revalidate();
    });
    return () => progress.close();
  }, [importId, isRunning, revalidate]);
  return isRunning ? (told ?? known) : known;
}
