import { describe, expect, it } from 'vitest';
import { Followers } from './followers.server.ts';

describe('places for those who follow their orders', () => {
  it('are sixteen for each person, and free again when they leave', () => {
    const followers = new Followers();
    const left = Array.from({ length: 17 }, () => followers.take('ada'));
    expect(left.map((leave) => leave !== undefined)).toEqual([...Array<boolean>(16).fill(true), false]);
    expect(followers.take('grace')).toBeDefined();
    left[0]?.();
    expect(followers.take('ada')).toBeDefined();
    expect(followers.take('ada')).toBeUndefined();
  });

  it('are 500 for everybody together', () => {
    const followers = new Followers();
    const taken = Array.from({ length: 501 }, (_, index) => followers.take(`shopper ${index}`));
    expect(taken.filter((leave) => leave === undefined)).toHaveLength(1);
  });
});
