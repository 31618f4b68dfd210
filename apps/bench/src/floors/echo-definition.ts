import { GetBookDetailsResponse } from '@bookstore/contracts/inventory/v1/inventory_service';

/** A service that does nothing but read and write an answer of GetBookDetails. */
export const ECHO = {
  name: 'Echo',
  fullName: 'bookstore.bench.Echo',
  methods: {
    getBookDetails: {
      name: 'GetBookDetails',
      requestType: GetBookDetailsResponse,
      requestStream: false,
      responseType: GetBookDetailsResponse,
      responseStream: false,
      options: {},
    },
  },
} as const;

/** Where an answer of GetBookDetails is sent to come back. */
export const ECHO_PATH = `/${ECHO.fullName}/${ECHO.methods.getBookDetails.name}`;
