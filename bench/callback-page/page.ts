/** A shop's page as shops are: sixty products with pictures, a menu, and scripts of its own that keep the browser busy for a while. */

const picture = (hue: number): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="240" height="180"><rect width="240" height="180" fill="hsl(${hue} 50% 70%)"/><circle cx="120" cy="90" r="60" fill="hsl(${hue + 40} 60% 50%)"/></svg>`)}`;

const card = (
  nth: number,
): string => `<li class="card"><img src="${picture((nth * 37) % 360)}" alt="" width="240" height="180">
  <h3>Oak lamp ${nth}</h3><p>Turned by hand, oiled, with a linen shade.</p><b>${900 + nth * 15} UAH</b>
  <button type="button">Into the cart</button></li>`;

/** The page's own scripts: a filter over the goods, a carousel, analytics. */
function shopScript(): void {
  const goods = Array.from({ length: 4000 }, (_, nth) => ({
    name: `Lamp ${(nth * 7919) % 4000}`,
    price: (nth * 31) % 977,
  }));
  const list = document.querySelector('#facets')!;
  for (let pass = 0; pass < 6; pass += 1)
    goods.sort((a, b) => a.name.localeCompare(b.name) || a.price - b.price).reverse();
  for (const { name, price } of goods.slice(0, 400)) {
    const item = document.createElement('li');
    item.textContent = `${name}, ${price}`;
    list.append(item);
  }
  const seen = new IntersectionObserver((entries) =>
    entries.forEach(({ target }) => target.classList.add('seen')),
  );
  document.querySelectorAll('.card').forEach((each) => seen.observe(each));
  let turn = 0;
  setInterval(() => document.documentElement.style.setProperty('--turn', String((turn += 1))), 2000);
}

export function shopPage(tag: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lantern &amp; Oak</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{margin:0;font:16px/1.5 system-ui}ul{list-style:none;padding:0}.goods{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:16px;padding:16px}
.card{border:1px solid #ccc;padding:8px}#facets{columns:4;block-size:8em;overflow:auto}</style>${tag}</head>
<body><header><h1>Lantern &amp; Oak</h1><nav>Lamps · Shades · Delivery · <a href="tel:+380441234567">+380 44 123 4567</a></nav></header>
<ul id="facets"></ul><ul class="goods">${Array.from({ length: 60 }, (_, nth) => card(nth)).join('')}</ul>
<script>(${shopScript.toString()})()</script></body></html>`;
}
