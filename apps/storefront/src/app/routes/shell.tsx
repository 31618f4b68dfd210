import { BookOpen, ShoppingBag, User } from 'lucide-react';
import { isRouteErrorResponse, Link, Outlet } from 'react-router';
import type { Route } from './+types/shell';
import { SearchBox } from '../components/search-box.tsx';
import { Trouble } from '../components/trouble.tsx';
import { useVisitor } from '../root.tsx';

export default function Shell() {
  return (
    <Frame>
      <main id="content" className="page flex-1 py-8">
        <Outlet />
      </main>
    </Frame>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <Frame>
      <Trouble status={isRouteErrorResponse(error) ? error.status : undefined} />
    </Frame>
  );
}

function Frame({ children }: { readonly children: React.ReactNode }) {
  return (
    <>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:bg-card focus:p-3">
        Skip to the content
      </a>
      <Header />
      {children}
      <Footer />
    </>
  );
}

function Header() {
  const { user, copies } = useVisitor();
  return (
    <header className="border-b border-line bg-card">
      <div className="page flex flex-wrap items-center gap-x-6 gap-y-3 py-3">
        <Link to="/" className="flex items-center gap-2 font-display text-xl font-semibold">
          <BookOpen className="size-6 text-brand" aria-hidden="true" />
          Bookstore
        </Link>
        <div className="order-last w-full md:order-none md:w-auto md:flex-1">
          <SearchBox />
        </div>
        <nav aria-label="Your shop" className="ml-auto flex items-center gap-5 text-sm font-medium">
          {user?.role === 'STAFF' && (
            <Link to="/staff" className="hover:underline">
              Staff
            </Link>
          )}
          <Link to={user ? '/orders' : '/sign-in'} className="flex items-center gap-1.5 py-2 hover:underline">
            <User className="size-5" aria-hidden="true" />
            {user ? user.displayName.split(' ')[0] : 'Sign in'}
          </Link>
          <Link to="/cart" className="flex items-center gap-1.5 py-2 hover:underline">
            <ShoppingBag className="size-5" aria-hidden="true" />
            Cart
            {copies > 0 && (
              <span className="rounded-full bg-brand px-2 py-0.5 text-xs text-on-brand">
                {copies}
                <span className="sr-only"> {copies === 1 ? 'copy' : 'copies'}</span>
              </span>
            )}
          </Link>
        </nav>
      </div>
    </header>
  );
}

function Footer() {
  return (
    <footer className="mt-16 border-t border-line bg-card">
      <div className="page flex flex-wrap justify-between gap-4 py-8 text-sm text-muted">
        <p>Bookstore. A copy is held for you from the moment you order.</p>
        <nav aria-label="More" className="flex gap-5">
          <Link className="hover:underline" to="/books">
            All books
          </Link>
          <Link className="hover:underline" to="/orders">
            Your orders
          </Link>
        </nav>
      </div>
    </footer>
  );
}
