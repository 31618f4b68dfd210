/** Where all orders of the benchmark go. */
export const SHIPPING_ADDRESS = {
  recipient: 'A Buyer',
  addressLines: ['1 Bench Street'],
  locality: 'Bergen',
  administrativeArea: '',
  postalCode: '5003',
  regionCode: 'NO',
};
