// Signs in once and stays signed in from one run to the next: the tokens are in a file of mode 0600,
// and are renewed as needed.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Bookstore, FileTokenStore } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org', BOOKSTORE_PASSWORD = '' } = process.env;
const tokens = new FileTokenStore(join(homedir(), '.config', 'my-shop', 'tokens.json'));
using shop = new Bookstore(BOOKSTORE_ADDRESS, { tokens, clientName: 'my shop on my computer' });

if ((await shop.account.userId()) === undefined) {
  await shop.account.signIn({ email: 'ada@example.org', password: BOOKSTORE_PASSWORD });
}
const { displayName } = await shop.account.get();
console.log(`Signed in as ${displayName}`);
