import { describe, expect, it } from 'vitest';
import { clampPageSize, PageTokens } from './page-token.ts';

const tokens = new PageTokens(Buffer.alloc(32, 7));
const list = { list: 'ListOrders', user: 'u1', status: 2 };
const token = tokens.make(list, { after: 'o-17' });

describe('PageTokens', () => {
  it('reads what it made, for the same list', () => {
    expect(tokens.read(list, token)).toEqual({ after: 'o-17' });
    expect(tokens.read(list, '')).toBeUndefined();
  });

  it('refuses a token with any bit flipped', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => tokens.read(list, flipped.toString('base64url'))).toThrow(/page_token/);
    }
  });

  it.each([`${token}=`, ` ${token}`, token.slice(0, -1), 'x', '💥'])('refuses the spelling %j', (text) => {
    expect(() => tokens.read(list, text)).toThrow(/page_token/);
  });

  it("refuses another user's, another filter's and another secret's token", () => {
    expect(() => tokens.read({ ...list, user: 'u2' }, token)).toThrow(/page_token/);
    expect(() => tokens.read({ ...list, status: 3 }, token)).toThrow(/page_token/);
    expect(() => new PageTokens(Buffer.alloc(32, 8)).read(list, token)).toThrow(/page_token/);
  });

  it('clamps page sizes', () => {
    const size = { default: 20, max: 100 };
    expect([0, 1, 100, 101, 2_147_483_647].map((asked) => clampPageSize(asked, size))).toEqual([20, 1, 100, 100, 100]);
  });
});
