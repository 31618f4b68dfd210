const FEW = 5;

/** How many copies there are, as far as it matters to a buyer. */
export function StockLine({ available }: { readonly available: number }) {
  if (available === 0) return <span className="text-muted">Sold out</span>;
  if (available <= FEW) return <span className="text-warn">Only {available} left</span>;
  return <span className="text-good">In stock</span>;
}
