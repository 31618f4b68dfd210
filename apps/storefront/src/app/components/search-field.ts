/** The search field, before it completes and after. */
export const SEARCH_FIELD = {
  className: 'field rounded-r-none pl-10',
  type: 'search',
  name: 'q',
  'aria-label': 'Search books',
  placeholder: 'Title, author or subject',
} as const;
