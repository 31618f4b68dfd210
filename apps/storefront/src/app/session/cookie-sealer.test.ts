import { describe, expect, it } from 'vitest';
import { CookieSealer } from './cookie-sealer.server.ts';

const sealer = CookieSealer.create('a secret of a shop, long enough', false);
const cookieOf = (header: object) =>
  [JSON.stringify(header), 'key', 'twelve bytes', 'text', 'sixteen bytes...']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('a sealed cookie', () => {
  it('holds what was put into it, under its own name only', async () => {
    const [cookie = ''] = (await sealer.seal('cart', { lines: [] }, new Date(Date.now() + 60_000))).split(';');
    expect(await sealer.open(cookie, 'cart')).toMatchObject({ lines: [] });
    expect(await sealer.open(cookie.replace('cart=', 'session='), 'session')).toBeUndefined();
  });

  it.each(['dir', 'RSA-OAEP', 'ECDH-ES', 'A128KW', 'A256KW', 'PBES2-HS256+A128KW', 'none'])(
    'that somebody else made by %s holds nothing',
    async (alg) => {
      expect(await sealer.open(`cart=${cookieOf({ alg, enc: 'A256GCM' })}`, 'cart')).toBeUndefined();
      expect(await sealer.open(`cart=${cookieOf({ alg, enc: 'A128GCM' })}`, 'cart')).toBeUndefined();
    },
  );
});
