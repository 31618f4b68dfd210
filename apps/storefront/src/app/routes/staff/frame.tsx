import { NavLink, Outlet } from 'react-router';

const PLACES = [
  ['/staff', 'Dashboard'],
  ['/staff/orders', 'Orders'],
  ['/staff/books', 'Books'],
  ['/staff/imports', 'Lists'],
  ['/staff/users', 'People'],
] as const;

/** The way around the pages for staff. Every member of staff may do the same: the contract has one such role. */
export default function StaffFrame() {
  return (
    <>
      <nav aria-label="Staff" className="-mt-3 mb-8 flex gap-x-6 overflow-x-auto border-b border-line">
        {PLACES.map(([to, text]) => (
          <NavLink
            key={to}
            to={to}
            end={to === '/staff'}
            className="-mb-px border-b-2 border-transparent py-3 text-sm font-medium text-muted hover:text-ink aria-[current=page]:border-brand aria-[current=page]:text-ink"
          >
            {text}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
