import './styles.css';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from 'react-router';
import type { Route } from './+types/root';
import { Trouble } from './components/trouble.tsx';
import { troubleContext, visitorContext, webContext } from './contexts.ts';
import { toSignIn } from './refusal.server.ts';
import { Visitor } from './session/visitor.server.ts';

export const middleware: Route.MiddlewareFunction[] = [
  async ({ request, context }, next) => {
    const visitor = await Visitor.of(request, context.get(webContext));
    context.set(visitorContext, visitor);
    const response = await next();
    for (const cookie of await visitor.setCookies()) response.headers.append('set-cookie', cookie);
    return response;
  },
  async ({ url, context }, next) => {
    const response = await next();
    if (context.get(troubleContext) === 401) throw toSignIn(url);
    return response;
  },
];

export function loader({ context }: Route.LoaderArgs) {
  const { locale, user, cart } = context.get(visitorContext);
  return { locale, user, copies: cart.copies };
}

/** What every page knows of its visitor. */
export function useVisitor() {
  const known = useRouteLoaderData<typeof loader>('root');
  return known ?? { locale: 'en', user: undefined, copies: 0 };
}

export function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/mark.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Trouble status={isRouteErrorResponse(error) ? error.status : undefined} />;
}
