// <kontor-contact listing="…"> or <kontor-contact seller="…">: a seller's contact card on any page.
// Attributes: lang (en, fi, sk, et, pt), token (a bearer token of the viewer, for audiences).
// To theme it set --kontor-ink, --kontor-surface, --kontor-line, --kontor-brand, --kontor-on-brand,
// --kontor-radius, or style ::part(row), ::part(button), ::part(value).
const HOME = new URL('..', import.meta.url);

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; color: var(--kontor-ink, CanvasText); font: inherit; line-height: 1.45; }
:host([hidden]) { display: none; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; padding: .625rem .75rem; background: var(--kontor-surface, Canvas); border: 1px solid var(--kontor-line, color-mix(in srgb, currentColor 22%, transparent)); border-radius: var(--kontor-radius, .5rem); }
strong { font-weight: 600; }
p { margin: 0; flex: 1 1 100%; font-size: .9375em; }
button, a.act { font: inherit; min-block-size: 2.75rem; padding: .375rem 1rem; border: 0; border-radius: var(--kontor-radius, .5rem); background: var(--kontor-brand, #0b5d57); color: var(--kontor-on-brand, #fff); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--kontor-brand, #0b5d57); outline-offset: 2px; }
button[aria-busy=true] { opacity: .6; }
.value { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.note { border: 0; padding: .25rem 0; background: none; }
@media (forced-colors: active) { button, a.act { border: 1px solid; } }
`);

const KINDS = { phone: 'phone_shown', email: 'email_shown', post: 'post_shown', sellers: 'sellers_shown' };
const mobile = () => matchMedia('(pointer: coarse)').matches;
const make = (tag, props = {}, ...inner) => {
  const node = Object.assign(document.createElement(tag), props);
  if (props.part) node.setAttribute('part', props.part);
  node.append(...inner);
  return node;
};

class KontorContact extends HTMLElement {
  static observedAttributes = ['listing', 'seller', 'lang', 'token'];
  #root = this.attachShadow({ mode: 'open' });
  #turn = 0;

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    this.#load();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#load();
  }

  get #path() {
    const listing = this.getAttribute('listing');
    const name = encodeURIComponent(listing ?? this.getAttribute('seller') ?? '');
    return listing === null ? `sellers/${name}` : `listings/${name}`;
  }

  async #ask(path, body, keepalive = false) {
    const headers = { accept: 'application/json' };
    const token = this.getAttribute('token');
    if (token) headers.authorization = `Bearer ${token}`;
    if (body) headers['content-type'] = 'application/json';
    const lang = this.lang ? `?lang=${encodeURIComponent(this.lang)}` : '';
    const answer = await fetch(new URL(`api/v1/${path}${body ? '' : lang}`, HOME), {
      method: body ? 'POST' : 'GET', body: body && JSON.stringify(body), headers, keepalive,
      credentials: 'omit', referrerPolicy: 'no-referrer',
    });
    const told = answer.status === 204 ? {} : await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.code), { code: told.code });
    return told;
  }

  async #load() {
    const turn = ++this.#turn;
    try {
      const [card, texts] = await Promise.all([
        this.#ask(`${this.#path}/contact-card`), this.#ask('embed/texts'),
      ]);
      if (turn === this.#turn) this.#show(card, texts);
    } catch {
      // Nothing to say on somebody else's page: the page is whole without the card.
      if (turn === this.#turn) this.#root.replaceChildren();
    }
  }

  #show(card, texts) {
    const rows = card.channels.map((channel) => this.#row(channel, card, texts));
    if (!card.takes_contact) rows.push(make('li', { className: 'note', part: 'row' }, texts.none));
    if (card.trader) rows.push(this.#asking(texts.trader, texts.trader_open, texts, () => this.#trader(card)));
    rows.push(make('li', { className: 'note', part: 'note' }, make('p', {}, texts.scam)));
    this.#root.replaceChildren(make('ul', {}, ...rows));
  }

  #row(channel, card, texts) {
    const name = texts[channel.channel];
    const note = (text, ...more) => make('li', { part: 'row' }, make('strong', {}, name), ...more, make('p', {}, text));
    if (channel.standing === 'sign_in') return note(texts.sign_in);
    if (channel.standing === 'verify_email') return note(texts.verify_email);
    if (channel.standing === 'out_of_hours') {
      const again = channel.again_text ? texts.again.replace('{when}', channel.again_text) : texts.closed;
      return card.callback ? note(again, this.#link(texts.callback, card, '#contact')) : note(again);
    }
    if (channel.channel === 'message' || channel.channel === 'form') {
      const link = this.#link(texts[`${channel.channel}_open`], card, channel.channel === 'form' ? '?via=form#write' : '#write');
      return make('li', { part: 'row' }, make('strong', {}, name), link);
    }
    return this.#asking(name, texts[`${channel.channel}_open`], texts, async () => {
      const given = await this.#contact(KINDS[channel.channel]);
      if (given.phone) return this.#number(given.phone, channel, texts);
      if (given.email) return [make('a', { href: `mailto:${given.email}`, textContent: given.email })];
      if (given.post) return this.#lines(given.post);
      return given.sellers.flatMap((one) => [`${one.name} `, make('a', { href: `tel:${one.number}`, textContent: one.written }), make('br')]);
    });
  }

  #contact(channel, keepalive) {
    return this.#ask(`${this.#path}/contacts`, { channel, device: mobile() ? 'mobile' : 'desktop' }, keepalive);
  }

  #number(phone, channel, texts) {
    const start = (scheme, kind, text) => {
      const link = make('a', { href: `${scheme}:${phone.number}`, textContent: text });
      // On a phone the call that is started counts, not the number shown before it.
      if (mobile()) link.addEventListener('click', () => this.#contact(kind, true).catch(() => {}));
      return link;
    };
    const links = [];
    if (channel.call) links.push(start('tel', 'call_started', phone.written));
    if (channel.sms) links.push(' ', start('sms', 'sms_started', channel.call ? texts.sms : phone.written));
    return links;
  }

  async #trader(card) {
    const block = await this.#ask(`sellers/${encodeURIComponent(card.seller.id)}/trader/opening`, {});
    const words = [block.email, block.phone, block.register, block.register_number, block.vat_number];
    return [...this.#lines(block.address), ...words.filter(Boolean).flatMap((word) => [word, make('br')])];
  }

  #lines(address) {
    const town = `${address.postal_code} ${address.city}`;
    return [address.name, address.street, town, address.country].flatMap((line) => [line, make('br')]);
  }

  /** Where the channel goes on: the page of the listing or seller at the marketplace's Kontor. */
  #link(text, card, place) {
    const path = card.listing === null ? `sellers/${encodeURIComponent(card.seller.id)}` : `listings/${encodeURIComponent(card.listing)}`;
    return make('a', { className: 'act', part: 'button', href: new URL(path + place, HOME).href, textContent: text });
  }

  #asking(name, label, texts, give) {
    const button = make('button', { type: 'button', part: 'button', textContent: label });
    const value = make('p', { className: 'value', part: 'value', role: 'status' });
    button.addEventListener('click', async () => {
      button.ariaBusy = 'true';
      try {
        value.replaceChildren(...await give());
        button.remove();
      } catch (error) {
        value.textContent = texts[error.code] ?? texts.trouble;
      }
      button.ariaBusy = 'false';
    });
    return make('li', { part: 'row' }, make('strong', {}, name), button, value);
  }
}

customElements.define('kontor-contact', KontorContact);
