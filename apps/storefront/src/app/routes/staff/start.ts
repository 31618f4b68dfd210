import { redirect } from 'react-router';

/** Where staff begins: with what is to be sent. */
export function loader() {
  return redirect('/staff/orders');
}
